package org.maillage.infra.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.List;
import org.maillage.kernel.Event;

/**
 * Switches over sealed types, in compiled code: an exhaustive one without a default ends in a {@link MatchException} of the
 * compiler's making; one with a default does not.
 */
final class Switches {

    private Switches() {}

    /**
     * What is wrong in this class; a class that folds events has one exhaustive switch at least, here or in a helper of its package,
     * unless none of these looks into any event.
     */
    static List<String> faults(JavaClass type) {
        var faults = new ArrayList<String>();
        int exhaustive = 0;
        for (var helper : helpers(type)) {
            for (var method : methods(helper)) {
                int switches = method.code().map(Switches::switches).orElse(0);
                int ends = method.code().map(Switches::ends).orElse(0);
                if (switches > ends) {
                    faults.add(helper.getName() + "." + method.methodName()
                            + " has a default in a switch over a sealed type");
                }
                exhaustive += Math.min(switches, ends);
            }
        }
        if (exhaustive == 0 && !type.getEnclosingClass().isPresent() && looksIntoEvents(type)) {
            faults.add(type.getName() + " has no exhaustive switch over its events");
        }
        return faults;
    }

    private static boolean looksIntoEvents(JavaClass type) {
        return helpers(type).stream()
                .flatMap(helper -> helper.getDirectDependenciesFromSelf().stream())
                .anyMatch(dependency -> dependency.getTargetClass().isAssignableTo(Event.class));
    }

    private static List<JavaClass> helpers(JavaClass type) {
        var helpers = new ArrayList<JavaClass>();
        helpers.add(type);
        type.getDirectDependenciesFromSelf().stream()
                .map(dependency -> dependency.getTargetClass())
                .filter(other -> other.getPackageName().equals(type.getPackageName()) && !other.equals(type))
                .filter(other -> other.getSource().isPresent() && !other.isInterface())
                .distinct()
                .forEach(helpers::add);
        return helpers;
    }

    private static List<MethodModel> methods(JavaClass type) {
        try (var bytes = type.getSource().orElseThrow().getUri().toURL().openStream()) {
            return ClassFile.of().parse(bytes.readAllBytes()).methods();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int switches(CodeModel code) {
        return (int) code.elementStream()
                .filter(element -> element instanceof InvokeDynamicInstruction call
                        && call.name().equalsString("typeSwitch")
                        && isSealed(call.typeSymbol().parameterType(0)))
                .count();
    }

    /** Over what is not sealed, as all families of events together, a switch needs its default. */
    private static boolean isSealed(ClassDesc selector) {
        try {
            var name = selector.packageName() + "." + selector.displayName();
            return Class.forName(name, false, Switches.class.getClassLoader()).isSealed();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int ends(CodeModel code) {
        return (int) code.elementStream()
                .filter(element -> element instanceof NewObjectInstruction made
                        && made.className().asInternalName().equals("java/lang/MatchException"))
                .count();
    }
}
