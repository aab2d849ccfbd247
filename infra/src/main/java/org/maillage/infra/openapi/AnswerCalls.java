package org.maillage.infra.openapi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import org.maillage.command.Answers;

/** Whether a controller's method answers 200 or 201: only its body tells, by what it calls of {@link Answers}. */
final class AnswerCalls {

    private AnswerCalls() {}

    /** Statuses, in order; 200 when the method leaves it open. */
    static Set<Integer> statuses(Method handler) {
        var owner = Answers.class.getName().replace('.', '/');
        var statuses = new TreeSet<Integer>();
        for (var method :
                ClassFile.of().parse(bytes(handler.getDeclaringClass())).methods()) {
            if (method.methodName().equalsString(handler.getName())
                    && method.code().isPresent()) {
                for (var element : method.code().get()) {
                    if (element instanceof InvokeInstruction call
                            && call.owner().asInternalName().equals(owner)) {
                        statuses.add(call.name().equalsString("created") ? 201 : 200);
                    }
                }
            }
        }
        return statuses.isEmpty() ? Set.of(200) : statuses;
    }

    private static byte[] bytes(Class<?> type) {
        var file = "/" + type.getName().replace('.', '/') + ".class";
        try (var stream = type.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IllegalStateException("no " + file);
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
