package org.maillage.query.intake;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import org.maillage.kernel.InvalidValue;
import org.maillage.kernel.wire.ConsistencyToken;
import org.maillage.kernel.wire.InvalidRequest;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Holds a question back until the read models that answer it contain what the client has seen. */
final class ReadYourWrites implements HandlerInterceptor {

    private final ReadModels readModels;
    private final Duration wait;

    ReadYourWrites(ReadModels readModels, Duration wait) {
        this.readModels = readModels;
        this.wait = wait;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws InterruptedException {
        if (handler instanceof HandlerMethod method) {
            var answers = AnnotatedElementUtils.findMergedAnnotation(method.getBeanType(), Answers.class);
            if (answers != null) {
                var projections = new LinkedHashSet<>(readModels.always());
                projections.addAll(List.of(answers.from()));
                readModels.await(projections, token(request), wait);
            }
        }
        return true;
    }

    private static ConsistencyToken token(HttpServletRequest request) {
        var text = request.getHeader(ConsistencyToken.HEADER);
        if (text == null || text.isBlank()) {
            return ConsistencyToken.EMPTY;
        }
        try {
            return ConsistencyToken.decode(text.strip());
        } catch (InvalidValue invalid) {
            throw InvalidRequest.parameter(ConsistencyToken.HEADER, String.valueOf(invalid.getMessage()));
        }
    }
}
