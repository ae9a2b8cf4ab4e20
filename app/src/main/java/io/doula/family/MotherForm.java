package io.doula.family;

import io.doula.core.EmailAddress;
import io.doula.core.FieldErrors;
import io.doula.core.PhoneNumber;
import io.doula.core.TimeZones;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A mother as she is sent. Left out: language and zone are her clinic's, channels are all in the
 * order whatsapp, sms, email, and consent is not given, so that she is registered and never
 * messaged.
 *
 * @param phone E.164
 * @param channels in the order in which they are tried
 * @param externalId her number in another register, unique in the clinic
 */
public record MotherForm(
    @Nullable String clinicId,
    @Nullable String fullName,
    @Nullable String phone,
    @Nullable String email,
    @Nullable String language,
    @Nullable String timeZone,
    @Nullable List<@Nullable String> channels,
    @Nullable Boolean consent,
    @Nullable String externalId) {

  static final List<String> CHANNELS = List.of("whatsapp", "sms", "email");

  /**
   * What of it belongs to her; the clinic is looked up elsewhere. Notes everything that is wrong.
   */
  MotherDetails read(FieldErrors errors) {
    Fields fields = new Fields(errors);
    String name = fields.name("fullName", fullName);
    fields.refuse("phone", PhoneNumber.fault(phone));
    String address = fields.text("email", email, 254);
    fields.refuse("email", address == null ? null : EmailAddress.fault(address));
    fields.refuse("timeZone", timeZone == null ? null : TimeZones.fault(timeZone));
    fields.refuse("channels", channelFault());
    return new MotherDetails(
        name,
        Objects.requireNonNullElse(phone, ""),
        address,
        fields.language("language", language),
        timeZone,
        channels == null ? CHANNELS : channels.stream().map(String::valueOf).toList(),
        Boolean.TRUE.equals(consent),
        fields.text("externalId", externalId, Fields.LONGEST_CODE));
  }

  private @Nullable String channelFault() {
    if (channels == null) {
      return null;
    }
    if (channels.isEmpty()) {
      return "must name at least one of whatsapp, sms, email";
    }
    if (!channels.stream().allMatch(c -> c != null && CHANNELS.contains(c))) {
      return "has an unknown channel: known are whatsapp, sms, email";
    }
    return new HashSet<>(channels).size() < channels.size() ? "names a channel twice" : null;
  }
}
