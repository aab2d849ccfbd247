package org.maillage.query.operations;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.sql.SQLException;
import java.util.List;
import org.maillage.query.OperationRefused;
import org.maillage.query.UnknownResource;
import org.maillage.query.intake.Page;
import org.maillage.query.intake.Paging;
import org.maillage.query.intake.ParkedEvents;
import org.maillage.query.intake.ParkedEvents.Event;
import org.maillage.query.intake.ParkedEvents.Name;
import org.maillage.query.intake.ParkedEvents.Retried;
import org.maillage.query.intake.ParkedEvents.Waiting;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The keys whose events wait since one of them could not be read or applied. What the events say is shown to nobody. */
@RestController
@RequestMapping("/operations/parked-keys")
final class ParkedKeysController {

    private final ParkedEvents parked;

    ParkedKeysController(ParkedEvents parked) {
        this.parked = parked;
    }

    @GetMapping("")
    Page<Waiting> parkedKeys(Paging paging) throws SQLException {
        var after = paging.isFirst()
                ? null
                : new Name(
                        String.valueOf(paging.afterText(0)),
                        String.valueOf(paging.afterText(1)),
                        String.valueOf(paging.afterText(2)));
        return Page.of(
                parked.list(after, paging.limitAndOne()),
                paging,
                key -> List.of(key.projection(), key.source(), key.key()));
    }

    @GetMapping("/events")
    Page<Event> events(
            @RequestParam String projection, @RequestParam String source, @RequestParam String key, Paging paging)
            throws SQLException {
        var events = parked.events(
                new Name(projection, source, key),
                paging.afterNumber(0),
                paging.isFirst() ? null : paging.afterNumber(1),
                paging.limitAndOne());
        if (events.isEmpty() && paging.isFirst()) {
            throw UnknownResource.parkedKey();
        }
        return Page.of(events, paging, event -> List.of(event.position(), event.offset()));
    }

    record RetryBody(
            @NotBlank @Size(max = 200) String projection,
            @NotNull @Size(max = 200) String source,
            @NotNull @Size(max = 200) String key,
            @NotBlank @Size(max = 2_000) String reason) {}

    @PostMapping("/retries")
    Retried retry(@RequestBody RetryBody body, HttpServletRequest request) throws SQLException {
        var name = new Name(body.projection(), body.source(), body.key());
        return parked.retry(Operator.asks(request, "retry-parked-key", name, body.reason()), name)
                .orElseThrow(UnknownResource::parkedKey);
    }

    /** @param position of the first event that waits: what is seen is what is set aside */
    record DiscardBody(
            @NotBlank @Size(max = 200) String projection,
            @NotNull @Size(max = 200) String source,
            @NotNull @Size(max = 200) String key,
            long position,
            @NotBlank @Size(max = 2_000) String reason) {}

    private record Discarded(Name key, long position) {}

    @PostMapping("/discards")
    Retried discard(@RequestBody DiscardBody body, HttpServletRequest request) throws SQLException {
        var name = new Name(body.projection(), body.source(), body.key());
        var operation =
                Operator.asks(request, "discard-parked-event", new Discarded(name, body.position()), body.reason());
        return switch (parked.discard(operation, name, body.position())) {
            case ParkedEvents.NothingWaits _ -> throw UnknownResource.parkedKey();
            case ParkedEvents.AnotherIsFirst _ -> throw OperationRefused.notTheFirstEvent();
            case Retried rest -> rest;
        };
    }
}
