package org.maillage.edge;

import jakarta.servlet.http.HttpServletRequest;
import org.maillage.kernel.access.AccessRole;
import org.maillage.kernel.access.Caller;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/** A request whose token holds; {@link HttpServletRequest#getRemoteUser()} is its subject. */
final class Identified extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1;

    private final transient Caller caller;

    Identified(Caller caller) {
        super(AuthorityUtils.createAuthorityList(
                caller.roles().stream().map(AccessRole::claim).toList()));
        this.caller = caller;
        setAuthenticated(true);
    }

    @Override
    public Caller getPrincipal() {
        return caller;
    }

    @Override
    public String getName() {
        return caller.subject().value();
    }

    /** The token itself is nobody's business any more. */
    @Override
    public Object getCredentials() {
        return "";
    }
}
