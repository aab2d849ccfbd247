package org.maillage.edge;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import org.maillage.kernel.wire.InvalidRequest;
import org.maillage.kernel.wire.ProblemCode;
import org.maillage.kernel.wire.TextValues;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Before a controller is asked: few parameters, each once and of a length that makes sense. One that is given twice is a mistake of
 * whoever asks, and whichever of the two counted would be the wrong one.
 */
public final class ParameterLimits implements HandlerInterceptor {

    private static final int MOST = 30;
    private static final int LONGEST_NAME = 50;
    private static final int LONGEST = 500;
    private static final Map<String, Integer> LONGEST_OF = Map.of("q", 200, "cursor", 2_000);

    /** How many characters a parameter of that name may have. */
    public static int longest(String name) {
        return LONGEST_OF.getOrDefault(name, LONGEST);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getQueryString() != null && request.getDispatcherType() == DispatcherType.REQUEST) {
            var parameters = request.getParameterMap();
            if (parameters.size() > MOST) {
                throw new InvalidRequest(
                        ProblemCode.LIMIT_EXCEEDED, "Une requête a au plus " + MOST + " paramètres.", List.of());
            }
            parameters.forEach(ParameterLimits::require);
        }
        return true;
    }

    private static void require(String name, String[] values) {
        var shown = TextValues.shown(name);
        if (name.length() > LONGEST_NAME) {
            throw InvalidRequest.parameter(shown, "Le nom d’un paramètre a au plus " + LONGEST_NAME + " caractères.");
        }
        if (values.length > 1) {
            throw InvalidRequest.parameter(shown, "Ce paramètre est donné plusieurs fois.");
        }
        if (values[0].length() > longest(name)) {
            throw InvalidRequest.parameter(shown, "Cette valeur dépasse " + longest(name) + " caractères.");
        }
    }
}
