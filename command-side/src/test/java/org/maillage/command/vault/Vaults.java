package org.maillage.command.vault;

import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.maillage.kernel.person.MasterKey;

/** Opens vaults for the tests of other rooms. */
public final class Vaults {

    private Vaults() {}

    public static PersonKeys open(DataSource database, MasterKey master) {
        var owner = Flyway.configure()
                .dataSource(database)
                .placeholders(Map.of("role", ""))
                .load();
        return VaultConfiguration.open(owner, database, master);
    }
}
