package org.maillage.query.intake;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Makes {@link AsOf} and {@link Paging} of the parameters that every question may have. */
final class QuestionParameters implements HandlerMethodArgumentResolver {

    private final InstantSource clock;

    QuestionParameters(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == AsOf.class || parameter.getParameterType() == Paging.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        return parameter.getParameterType() == AsOf.class
                ? asOf(request.getParameter(AsOf.PARAMETER))
                : Paging.of(request.getParameter("limit"), request.getParameter("cursor"));
    }

    /** Nothing is known of the future yet: a later instant asks for now. */
    private AsOf asOf(@Nullable String text) {
        if (text == null) {
            return AsOf.NOW;
        }
        var instant = AsOf.parse(text);
        return instant.isBefore(clock.instant()) ? new AsOf(instant) : AsOf.NOW;
    }
}
