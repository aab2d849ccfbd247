package org.maillage.planted.kernel.wire;

import org.springframework.stereotype.Component;

@Component
public final class SpringOnTheWire {}
