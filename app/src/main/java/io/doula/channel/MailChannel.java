package io.doula.channel;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Email over SMTP. Each mail is handed over by a thread of its own while the caller watches the
 * clock: when time runs out the caller ends the talk, and by the step it had come to then knows
 * whether the mail may have been taken.
 */
class MailChannel implements Channel, AutoCloseable {
  private static final Duration LONGEST_IDLE = Duration.ofSeconds(20);

  private final MailSettings settings;
  private final MailLetters letters;
  private final MailRelays relays;
  private final ExecutorService talks =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "mail");
            thread.setDaemon(true);
            return thread;
          });

  MailChannel(MailServer server, MailSettings settings) {
    this(server, settings, LONGEST_IDLE);
  }

  MailChannel(MailServer server, MailSettings settings, Duration longestIdle) {
    this.settings = settings;
    this.letters = new MailLetters(settings.sender(), settings.configurationSet());
    this.relays = new MailRelays(server, longestIdle);
  }

  @Override
  public String name() {
    return "email";
  }

  @Override
  public boolean sendsReceipts() {
    return settings.receipts();
  }

  @Override
  public int ratePerSecond() {
    return settings.rate();
  }

  @Override
  public Outcome send(Outgoing message, Duration deadline) {
    long start = System.nanoTime();
    try {
      MimeMessage letter = letters.write(message);
      Address to = letter.getAllRecipients()[0];
      Duration left = deadline.minusNanos(System.nanoTime() - start);
      return hand(letter, to, letters.messageId(message), left);
    } catch (AddressException e) {
      return Outcome.unreachable("no mail can go to this address");
    } catch (MessagingException e) {
      return Outcome.rejected("no mail can be made of it: " + e.getClass().getSimpleName());
    }
  }

  private Outcome hand(MimeMessage letter, Address to, String messageId, Duration left) {
    MailHandover handover = new MailHandover();
    Throwable fault = null;
    try {
      Future<?> talk =
          talks.submit(
              () -> {
                relays.hand(letter, to, handover);
                return null;
              });
      fault = faultOf(talk, left);
    } catch (RejectedExecutionException e) {
      fault = e; // the program ends
    }
    handover.stop();
    return MailAnswers.outcome(handover.progress(), fault, messageId);
  }

  private static @Nullable Throwable faultOf(Future<?> talk, Duration left) {
    try {
      talk.get(left.toNanos(), TimeUnit.NANOSECONDS);
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (TimeoutException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return e;
    }
  }

  /** Closes what rests; a mail under way keeps its time. */
  @Override
  public void close() {
    talks.shutdown();
    relays.close();
  }
}
