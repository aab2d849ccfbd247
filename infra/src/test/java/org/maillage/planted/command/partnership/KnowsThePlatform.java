package org.maillage.planted.command.partnership;

import org.maillage.planted.infra.Platform;

public record KnowsThePlatform(Platform platform) {}
