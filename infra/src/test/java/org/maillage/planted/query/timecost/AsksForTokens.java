package org.maillage.planted.query.timecost;

import org.springframework.security.core.Authentication;

public record AsksForTokens(Authentication who) {}
