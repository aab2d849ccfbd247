package org.maillage.infra.issuer;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.maillage.infra.issuer.IssuerConfiguration.Place;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** A running issuer: a Spring context with an HTTP port, which the front door stands before. */
public final class Issuer implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final Place place;
    private final boolean isFirst;

    private Issuer(ConfigurableApplicationContext context, Place place, boolean isFirst) {
        this.context = context;
        this.place = place;
        this.isFirst = isFirst;
    }

    /**
     * @param dataDir where its keys and the secrets of those whom it knows lie
     * @param root of the front door, under which everybody reaches it: {@code iss}
     * @param address to listen at
     * @param port 0 takes a free one
     * @param withPeople whether the people of the demonstration can sign in
     */
    public static Issuer start(Path dataDir, URI root, String address, int port, boolean withPeople) {
        var isFirst = withPeople && !Files.exists(DemoPerson.file(dataDir));
        var secret = DemoClient.read(dataDir).map(DemoClient::clientSecret).orElseGet(RandomText::secret);
        var people = withPeople ? DemoPerson.readOrCreate(dataDir) : List.<DemoPerson>of();
        var place = new Place(dataDir, root, secret, people);
        var context = new SpringApplicationBuilder(IssuerConfiguration.class)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .initializers((GenericApplicationContext starting) -> starting.registerBean(Place.class, () -> place))
                .run(arguments(root, address, port));
        return new Issuer(context, place, isFirst);
    }

    private static String[] arguments(URI root, String address, int port) {
        return new String[] {
            // Not application.yaml, which is a side's.
            "--spring.config.name=issuer",
            "--spring.application.name=issuer",
            "--spring.threads.virtual.enabled=true",
            "--server.address=" + address,
            "--server.port=" + port,
            "--server.servlet.session.timeout=8h",
            "--server.servlet.session.cookie.name=MAILLAGE_SESSION",
            "--server.servlet.session.cookie.same-site=lax",
            "--server.servlet.session.cookie.secure=" + "https".equals(root.getScheme()),
            // Somebody may end TLS before the front door: a path alone leads back to where they asked.
            "--server.tomcat.use-relative-redirects=true",
            // The front door reuses connections, and gives them up before the issuer does.
            "--server.tomcat.keep-alive-timeout=75s"
        };
    }

    /** Where the front door reaches it. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    /** Where its keys are, for whoever does not come through the front door. */
    public URI keys() {
        return address().resolve(IssuerConfiguration.KEYS);
    }

    /** Who can sign in. */
    public List<DemoPerson> people() {
        return place.people();
    }

    /** Whether nobody can know yet how to sign in. */
    public boolean isFirst() {
        return isFirst;
    }

    /** Writes down how a program gets a token, now that it would. */
    public DemoClient tellPrograms() {
        var client = new DemoClient(
                URI.create(place.root() + IssuerConfiguration.TOKEN), DemoClient.ID, place.clientSecret());
        client.write(place.dataDir());
        return client;
    }

    @Override
    public void close() {
        context.close();
    }
}
