package io.doula.report;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The reminders of one local day on one channel. Each is counted once, where it stands:
 *
 * <p>{@code planned = waiting + accepted + failed + unknown + suppressed + cancelled + expired},
 * and {@code accepted >= sent >= delivered >= read}: what was read was delivered, sent and accepted
 * too.
 *
 * @param day the day on which they go, where the mother lives
 * @param channel the one they go by next or went by last; null where none reaches her
 * @param planned all of them
 * @param waiting not sent yet, or being sent
 * @param accepted the provider took them
 * @param sent the provider said that it passed them on
 * @param delivered the provider said that they reached her phone
 * @param read she opened them, as far as the channel tells
 * @param failed no channel could take them
 * @param unknown they may have been accepted: they wait for a receipt or for staff
 * @param suppressed kept back by the last question: she stopped, or no longer consents
 * @param cancelled no longer follow from what is recorded, or a person said no
 * @param expired their time passed before they could go
 */
public record DeliveredDay(
    LocalDate day,
    @Nullable String channel,
    long planned,
    long waiting,
    long accepted,
    long sent,
    long delivered,
    long read,
    long failed,
    long unknown,
    long suppressed,
    long cancelled,
    long expired) {}
