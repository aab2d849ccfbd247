package org.maillage.command.convention;

import org.maillage.kernel.convention.VersionHash;

/** What a new version adds to the answer. */
record DraftedVersion(int versionNumber, VersionHash versionHash) {}
