package org.maillage.command.vault;

import javax.sql.DataSource;
import org.maillage.kernel.person.MasterKey;

/** Opens vaults for the tests of other rooms. */
public final class Vaults {

    private Vaults() {}

    public static PersonKeys open(DataSource database, MasterKey master) {
        return VaultConfiguration.open(database, master);
    }
}
