package io.doula.channel.web;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A topic, and the addresses and names that SNS has in the topic's region. AWS's own libraries
 * accept the same host, and these names in the certificate (SnsMessageManager of the SDK).
 *
 * @param domain {@code amazonaws.com}, in China {@code amazonaws.com.cn}
 */
record SnsTopic(String arn, String region, String domain) {
  private static final Pattern ARN =
      Pattern.compile("arn:(aws|aws-cn|aws-us-gov):sns:([a-z0-9-]{1,40}):[0-9]{12}:[\\w.-]{1,256}");
  private static final Pattern CERTIFICATE = Pattern.compile("/[A-Za-z0-9_-]{1,100}\\.pem");

  static Optional<SnsTopic> of(String arn) {
    Matcher found = ARN.matcher(arn);
    if (!found.matches()) {
      return Optional.empty();
    }
    String domain = found.group(1).equals("aws-cn") ? "amazonaws.com.cn" : "amazonaws.com";
    return Optional.of(new SnsTopic(arn, found.group(2), domain));
  }

  /** The names one of which a certificate of SNS in this region bears. */
  Set<String> certificateNames() {
    // both regions of GovCloud sign with the western one's
    String signing = region.startsWith("us-gov-") ? "us-gov-west-1" : region;
    return Set.of(
        "sns." + domain,
        host(),
        "sns-signing." + region + "." + domain,
        "sns-" + signing + "." + domain);
  }

  private String host() {
    return "sns." + region + "." + domain;
  }

  Optional<URI> certificateAddress(@Nullable String text) {
    return ofSns(text)
        .filter(uri -> CERTIFICATE.matcher(uri.getRawPath()).matches())
        .filter(uri -> uri.getRawQuery() == null);
  }

  Optional<URI> confirmationAddress(@Nullable String text) {
    return ofSns(text)
        .filter(uri -> uri.getRawPath().equals("/"))
        .filter(uri -> ("&" + uri.getRawQuery() + "&").contains("&Action=ConfirmSubscription&"));
  }

  /** An address at SNS itself in this region: no other host, port, user or fragment. */
  private Optional<URI> ofSns(@Nullable String text) {
    try {
      URI uri = URI.create(String.valueOf(text));
      boolean plain =
          "https".equals(uri.getScheme())
              && host().equals(uri.getRawAuthority())
              && uri.getRawPath() != null
              && uri.getRawFragment() == null;
      return plain ? Optional.of(uri) : Optional.empty();
    } catch (IllegalArgumentException noAddress) {
      return Optional.empty();
    }
  }
}
