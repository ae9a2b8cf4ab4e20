package io.doula.channel.web;

import io.doula.core.Forbidden;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.springframework.stereotype.Component;

/**
 * The keys that SNS signs with, each fetched once from SNS and kept for a while. Of a certificate
 * is checked what AWS's own library checks: that TLS led to SNS, its name, and its dates. Its
 * issuer's certificate is not at that address, so no chain can be built from it.
 */
@Component
class SnsCertificates {
  private static final Duration KEPT = Duration.ofHours(12);
  private static final int MOST = 16;
  private static final int DNS_NAME = 2;
  private static final int SHORTEST_KEY = 2048;

  private final SnsFetch fetch;
  private final Map<Named, Kept> keys = new ConcurrentHashMap<>();

  SnsCertificates(SnsFetch fetch) {
    this.fetch = fetch;
  }

  private record Named(URI address, String region) {}

  private record Kept(PublicKey key, Instant until) {}

  /**
   * @param address at SNS, see {@link SnsTopic#certificateAddress}
   * @throws Forbidden when there is no good certificate
   * @throws SnsAway when SNS does not answer
   */
  PublicKey key(URI address, SnsTopic topic, Instant now) {
    Named name = new Named(address, topic.region());
    Kept kept = keys.get(name);
    if (kept == null || !kept.until().isAfter(now)) {
      X509Certificate certificate = fetched(address);
      check(certificate, topic, now);
      Instant end = certificate.getNotAfter().toInstant();
      Instant until = now.plus(KEPT);
      kept = new Kept(certificate.getPublicKey(), end.isBefore(until) ? end : until);
      keep(name, kept, now);
    }
    return kept.key();
  }

  void forget() {
    keys.clear();
  }

  int kept() {
    return keys.size();
  }

  private void keep(Named name, Kept kept, Instant now) {
    keys.values().removeIf(old -> !old.until().isAfter(now));
    if (keys.size() >= MOST) {
      keys.clear();
    }
    keys.put(name, kept);
  }

  private X509Certificate fetched(URI address) {
    SnsFetch.Found found = fetch.get(address);
    if (found.status() >= 500) {
      throw new SnsAway("SNS answered " + found.status());
    }
    if (found.status() != 200) {
      throw new Forbidden("there is no such certificate at SNS");
    }
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(found.body()));
    } catch (CertificateException e) {
      throw new Forbidden("the certificate can't be read");
    }
  }

  private static void check(X509Certificate certificate, SnsTopic topic, Instant now) {
    try {
      certificate.checkValidity(Date.from(now));
    } catch (CertificateException e) {
      throw new Forbidden("the certificate has ended or not begun");
    }
    if (topic.certificateNames().stream().noneMatch(names(certificate)::contains)) {
      throw new Forbidden("the certificate is not SNS's");
    }
    if (!(certificate.getPublicKey() instanceof RSAPublicKey key)
        || key.getModulus().bitLength() < SHORTEST_KEY) {
      throw new Forbidden("the certificate's key is not one of SNS's kind");
    }
  }

  /** Its alternative names; the common name only where there are none (RFC 6125, 6.4.4). */
  private static Set<String> names(X509Certificate certificate) {
    Set<String> names = new HashSet<>();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        alternatives.stream()
            .filter(name -> Integer.valueOf(DNS_NAME).equals(name.get(0)))
            .forEach(name -> names.add(String.valueOf(name.get(1))));
      }
      if (names.isEmpty()) {
        for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
          if (part.getType().equalsIgnoreCase("CN")) {
            names.add(String.valueOf(part.getValue()));
          }
        }
      }
    } catch (CertificateException | InvalidNameException unreadable) {
      return Set.of();
    }
    return names;
  }
}
