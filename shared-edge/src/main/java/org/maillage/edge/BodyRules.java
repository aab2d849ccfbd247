package org.maillage.edge;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.maillage.kernel.calendar.BusinessDay;
import org.maillage.kernel.wire.Violation;

/** What the Jakarta annotations of a body's record ask, said in French whatever the client's language. */
public final class BodyRules implements Function<Record, List<Violation>> {

    private final Validator validator;

    public BodyRules() {
        // Lives as long as the process: nothing to close.
        @SuppressWarnings("resource")
        var factory = Validation.byDefaultProvider()
                .configure()
                .clockProvider(() -> Clock.system(BusinessDay.ZONE))
                .messageInterpolator(new ParameterMessageInterpolator(
                        Set.of(Locale.FRENCH), Locale.FRENCH, context -> Locale.FRENCH, false))
                .buildValidatorFactory();
        validator = factory.getValidator();
    }

    @Override
    public List<Violation> apply(Record body) {
        return validator.validate(body).stream()
                .map(BodyRules::violation)
                .sorted(Comparator.comparing(Violation::field).thenComparing(Violation::message))
                .toList();
    }

    private static Violation violation(ConstraintViolation<Record> violation) {
        // missions[0].<list element> is, to who sent it, missions[0].
        var field = violation.getPropertyPath().toString().replaceAll("\\.?<[a-z ]+>", "");
        return new Violation(field, violation.getMessage());
    }
}
