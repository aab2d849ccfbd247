package org.maillage.command;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.maillage.command.ledger.Ledger;
import org.maillage.command.ledger.Look;
import org.maillage.edge.Forbidden;
import org.maillage.kernel.Event;
import org.maillage.kernel.Id;
import org.maillage.kernel.access.Admission;
import org.maillage.kernel.access.Ask;
import org.maillage.kernel.access.Grants;
import org.maillage.kernel.epn.EpnEvent;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.partnership.PartnershipStanding;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Who a caller is where something is to happen, and whether it may. Whoever the centre does not know is told what an id is told
 * under which there is nothing: the two cannot be told apart.
 *
 * <p>What a centre grants is remembered for a second: somebody whose access was revoked through another node may act that much
 * longer at this one. A no is always decided on what the database holds, so that a grant holds at once, everywhere.
 */
@Component
public final class Access {

    /** How long a yes may rest on what was read before. */
    static final Duration STALENESS = Duration.ofSeconds(1);

    private static final long MOST_CENTRES = 50_000;
    private static final long MOST_THINGS = 500_000;

    private final Ledger ledger;
    private final Look look;
    private final LongSupplier nanos;
    private final Cache<UUID, Grounds> grounds =
            Caffeine.newBuilder().maximumSize(MOST_CENTRES).build();
    private final Cache<UUID, Home> homes =
            Caffeine.newBuilder().maximumSize(MOST_THINGS).build();

    /**
     * Where a thing belongs, for ever.
     *
     * @param partnership under which it falls; null for what the partnerships of a centre share
     */
    private record Home(EpnId epn, @Nullable PartnershipId partnership) {}

    /**
     * What a centre grants.
     *
     * @param events how many events of the centre it rests on
     * @param asOf when the reading of them began
     */
    private record Grounds(Grants grants, long events, long asOf) {

        boolean holdsSince(long instant) {
            return asOf - instant >= 0;
        }
    }

    /** A caller within a centre. */
    public record Entered(EpnId epn, Admission admission) {}

    @Autowired
    Access(Ledger ledger, Look look) {
        this(ledger, look, System::nanoTime);
    }

    Access(Ledger ledger, Look look, LongSupplier nanos) {
        this.ledger = ledger;
        this.look = look;
        this.nanos = nanos;
    }

    /**
     * Null for somebody who makes a centre: none is asked.
     *
     * @throws Refusal {@link Command#unknown()} for a stranger; {@link NotYourself}; {@link NotYourParty}
     * @throws Forbidden when the centre knows the caller, but not in a role that may do this
     */
    @Nullable
    Admission admit(Command command, Ask ask) {
        var within = command.within();
        if (within == null) {
            return null;
        }
        var admission = enter(within, command::unknown, ask).admission();
        var person = command.inTheNameOf();
        if (person != null && !admission.mayBe(person)) {
            throw new NotYourself();
        }
        var party = command.asParty();
        var partner = admission.confinedTo();
        if (party != null && partner != null && !party.value().equals(partner.value())) {
            throw new NotYourParty();
        }
        return admission;
    }

    /**
     * Lets a caller in where a thing belongs.
     *
     * @param unknown what is said when there is no such thing
     * @throws Refusal that, for a stranger too
     * @throws Forbidden when the centre knows the caller, but not in a role that may do this
     */
    public Entered enter(Id thing, Supplier<? extends Refusal> unknown, Ask ask) {
        var now = nanos.getAsLong();
        try {
            return enter(thing, unknown, ask, now - STALENESS.toNanos());
        } catch (Refusal | Forbidden _) {
            return enter(thing, unknown, ask, now);
        }
    }

    private Entered enter(Id thing, Supplier<? extends Refusal> unknown, Ask ask, long since) {
        var home = homeOf(thing);
        var grants = home == null ? null : grants(home.epn(), since);
        var known = grants == null ? null : grants.admit(ask.caller());
        if (home == null || known == null || isBeyond(known.confinedTo(), home)) {
            throw unknown.get();
        }
        var admission = known.through(ask.allowed());
        if (admission == null) {
            throw new Forbidden();
        }
        if (isBeyond(admission.confinedTo(), home)) {
            throw unknown.get();
        }
        return new Entered(home.epn(), admission);
    }

    /** Whether this is nothing in which a partner takes part. */
    private boolean isBeyond(@Nullable PartnerId confined, Home home) {
        if (confined == null) {
            return false;
        }
        var partnership = home.partnership();
        var standing = partnership == null
                ? null
                : look.state(partnership, PartnershipEvent.class, PartnershipStanding::after);
        return standing == null || !standing.concerns(confined);
    }

    private @Nullable Home homeOf(Id thing) {
        return homes.get(thing.value(), id -> {
            var first = ledger.history(id, 0, 1);
            return first.isEmpty() ? null : homeBy(first.getFirst());
        });
    }

    private static Home homeBy(Event first) {
        return new Home(first.epnId(), first.streamKey() instanceof PartnershipId partnership ? partnership : null);
    }

    private @Nullable Grants grants(EpnId epn, long since) {
        var remembered = grounds.getIfPresent(epn.value());
        if (remembered == null || !remembered.holdsSince(since)) {
            remembered = grounds.asMap()
                    .compute(
                            epn.value(),
                            (id, before) -> before != null && before.holdsSince(since) ? before : read(id, before));
        }
        return remembered == null ? null : remembered.grants();
    }

    private @Nullable Grounds read(UUID epn, @Nullable Grounds before) {
        var asOf = nanos.getAsLong();
        var known = before == null ? 0 : before.events();
        var grants = before == null ? null : before.grants();
        var news = ledger.history(epn, known, Integer.MAX_VALUE);
        for (var event : news) {
            grants = Grants.after(grants, (EpnEvent) event);
        }
        return grants == null ? null : new Grounds(grants, known + news.size(), asOf);
    }

    /** A command was done at this node, where what it changed holds from now on. */
    void done(Command command) {
        if (command.target() instanceof EpnId epn) {
            grounds.asMap()
                    .computeIfPresent(
                            epn.value(),
                            (_, before) -> new Grounds(
                                    before.grants(), before.events(), nanos.getAsLong() - 2 * STALENESS.toNanos()));
        }
    }
}
