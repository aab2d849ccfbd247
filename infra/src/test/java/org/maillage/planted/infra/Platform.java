package org.maillage.planted.infra;

public final class Platform {}
