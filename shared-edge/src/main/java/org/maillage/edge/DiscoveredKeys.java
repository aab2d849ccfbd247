package org.maillage.edge;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The keys of an issuer that says itself where they are (OpenID Connect Discovery 1.0 §4), once it answers. */
final class DiscoveredKeys implements JWKSource<SecurityContext> {

    private final URI issuer;
    private final DefaultResourceRetriever retriever;
    private final Function<URI, JWKSource<SecurityContext>> keysAt;
    private final ReentrantLock discovering = new ReentrantLock();
    private volatile @Nullable JWKSource<SecurityContext> keys;

    DiscoveredKeys(URI issuer, Function<URI, JWKSource<SecurityContext>> keysAt, DefaultResourceRetriever retriever) {
        this.issuer = issuer;
        this.retriever = retriever;
        this.keysAt = keysAt;
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
        var known = keys;
        return (known == null ? discover() : known).get(selector, context);
    }

    private JWKSource<SecurityContext> discover() throws KeySourceException {
        discovering.lock();
        try {
            var known = keys;
            if (known == null) {
                known = keysAt.apply(address());
                keys = known;
            }
            return known;
        } finally {
            discovering.unlock();
        }
    }

    private URI address() throws KeySourceException {
        var root = issuer.toString().replaceAll("/$", "");
        try {
            var resource = retriever.retrieveResource(
                    URI.create(root + "/.well-known/openid-configuration").toURL());
            var description = JsonMapper.shared().readTree(resource.getContent());
            if (!issuer.toString().equals(description.path("issuer").asString(""))) {
                throw new RemoteKeySourceException(issuer + " describes itself under another name", null);
            }
            return URI.create(description.path("jwks_uri").asString(""));
        } catch (IOException | JacksonException | IllegalArgumentException unreadable) {
            throw new RemoteKeySourceException("The description of " + issuer + " cannot be read", unreadable);
        }
    }
}
