package org.maillage.planted.kernel.partnership;

import org.springframework.stereotype.Component;

@Component
public final class SpringInTheKernel {}
