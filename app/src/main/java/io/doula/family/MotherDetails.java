package io.doula.family;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is recorded of a mother: a {@link MotherForm} that was read and found right. */
record MotherDetails(
    String fullName,
    String phone,
    @Nullable String email,
    @Nullable String language,
    @Nullable String timeZone,
    List<String> channels,
    boolean consent,
    @Nullable String externalId) {}
