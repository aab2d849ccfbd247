package org.maillage.planted.infra.verifier;

import java.util.UUID;
import org.maillage.kernel.wire.CloudEvents;

public final class AsksTheWriter {

    int partition(UUID key) {
        return CloudEvents.partition(key);
    }
}
