package org.maillage.infra.issuer;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.maillage.kernel.access.AccessRole;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Who can sign in. They type a login; everybody else knows them by their subject alone. */
final class People implements UserDetailsService {

    private final Map<String, UserDetails> byLogin;
    private final Map<String, DemoPerson> bySubject;

    People(List<DemoPerson> people, PasswordEncoder encoder) {
        byLogin = people.stream()
                .collect(Collectors.toUnmodifiableMap(DemoPerson::login, person -> account(person, encoder)));
        bySubject = people.stream()
                .collect(Collectors.toUnmodifiableMap(person -> person.subject().value(), Function.identity()));
    }

    private static UserDetails account(DemoPerson person, PasswordEncoder encoder) {
        return User.withUsername(person.subject().value())
                .password(String.valueOf(encoder.encode(person.password())))
                .authorities(person.role().claim())
                .build();
    }

    Collection<String> logins() {
        return byLogin.keySet();
    }

    @Override
    public UserDetails loadUserByUsername(String login) {
        var account = byLogin.get(login);
        if (account == null) {
            throw new UsernameNotFoundException("nobody signs in by that name");
        }
        // A copy: Spring erases the password from what it is given.
        return User.withUserDetails(account).build();
    }

    Optional<AccessRole> roleOf(String subject) {
        return Optional.ofNullable(bySubject.get(subject)).map(DemoPerson::role);
    }

    String nameOf(String subject) {
        return Optional.ofNullable(bySubject.get(subject)).map(DemoPerson::name).orElse(subject);
    }
}
