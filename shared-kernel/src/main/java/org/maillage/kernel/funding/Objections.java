package org.maillage.kernel.funding;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.partner.PartnerEvent;
import org.maillage.kernel.partner.PartnerEvent.*;

/**
 * The funders to which one partner objects (« le fait que vous soyez financé… pose-t-il problème à votre partenaire ? »).
 *
 * @param byFunder the reason, perhaps empty, by the funder's name in comparable form
 */
public record Objections(Map<String, String> byFunder) {

    public static final Objections NONE = new Objections(Map.of());

    public Objections {
        byFunder = Map.copyOf(byFunder);
    }

    /** What holds after one more event of the partner. */
    public static Objections after(@Nullable Objections before, PartnerEvent event) {
        var known = before == null ? NONE : before;
        return switch (event) {
            case FundingObjectionDeclared declared -> {
                var more = new LinkedHashMap<>(known.byFunder);
                more.put(Wording.comparable(declared.funder()), declared.reason() == null ? "" : declared.reason());
                yield new Objections(more);
            }
            case FundingObjectionWithdrawn withdrawn -> {
                var fewer = new LinkedHashMap<>(known.byFunder);
                fewer.remove(Wording.comparable(withdrawn.funder()));
                yield new Objections(fewer);
            }
            case PartnerRegistered _,
                    PartnerRevised _,
                    ContactAdded _,
                    ContactRoleChanged _,
                    ContactRemoved _,
                    TechFamiliaritySet _,
                    ChannelConstraintNoted _,
                    PartnerCardConfirmed _,
                    PartnerExchangeLogged _,
                    PartnerInvited _,
                    GreetingSent _,
                    PartnerCardMerged _,
                    PartnerCardAbsorbed _ -> known;
        };
    }

    /** Whether the partner objects to this funder, however it is spelt. */
    public boolean name(String funder) {
        return byFunder.containsKey(Wording.comparable(funder));
    }
}
