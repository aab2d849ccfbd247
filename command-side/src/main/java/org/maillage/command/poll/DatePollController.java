package org.maillage.command.poll;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.maillage.command.Accepted;
import org.maillage.command.Answers;
import org.maillage.command.Request;
import org.maillage.command.poll.DatePollCommand.*;
import org.maillage.kernel.Ids;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.poll.Availability;
import org.maillage.kernel.poll.DatePollId;
import org.maillage.kernel.poll.PollAnswer;
import org.maillage.kernel.wire.InvalidRequest;
import org.maillage.kernel.wire.Violation;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
final class DatePollController {

    private final Answers answers;

    DatePollController(Answers answers) {
        this.answers = answers;
    }

    record PollBody(
            @NotNull PartnershipId partnershipId,
            @NotBlank @Size(max = 300) String question,
            @NotNull @Size(min = 2, max = 50) List<@NotNull Instant> options) {}

    @PostMapping("/api/v1/date-polls")
    ResponseEntity<Accepted> open(@RequestBody PollBody body, Request request) {
        requireEachOnce("options", "", body.options());
        var id = new DatePollId(Ids.next());
        return answers.created(
                "/api/v1/date-polls/" + id,
                new OpenDatePoll(id, body.partnershipId(), body.question(), body.options()),
                request);
    }

    record OptionAnswerBody(
            @NotNull Instant option, @NotNull Availability answer) {}

    record PollAnswersBody(
            @NotNull PersonId personId,
            @NotNull @Size(min = 1, max = 50) List<@NotNull @Valid OptionAnswerBody> answers) {}

    @PostMapping("/api/v1/date-polls/{id}/answers")
    ResponseEntity<Accepted> answer(@PathVariable DatePollId id, @RequestBody PollAnswersBody body, Request request) {
        requireEachOnce(
                "answers",
                ".option",
                body.answers().stream().map(OptionAnswerBody::option).toList());
        return answers.ok(
                new AnswerDatePoll(
                        id,
                        body.personId(),
                        body.answers().stream()
                                .map(answer -> new PollAnswer(answer.option(), answer.answer()))
                                .toList()),
                request);
    }

    record PollClosureBody(@NotNull Instant chosen) {}

    @PostMapping("/api/v1/date-polls/{id}/closure")
    ResponseEntity<Accepted> close(@PathVariable DatePollId id, @RequestBody PollClosureBody body, Request request) {
        return answers.ok(new CloseDatePoll(id, body.chosen()), request);
    }

    private static void requireEachOnce(String list, String field, List<Instant> options) {
        var seen = new HashSet<Instant>();
        for (int i = 0; i < options.size(); i++) {
            if (!seen.add(options.get(i))) {
                throw InvalidRequest.body(
                        List.of(new Violation(list + "[" + i + "]" + field, "Cette date figure déjà dans la liste.")));
            }
        }
    }
}
