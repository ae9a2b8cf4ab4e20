package io.doula.family;

import io.doula.core.FieldErrors;
import io.doula.core.Page;
import io.doula.core.Paging;
import io.doula.core.Viewer;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;

/** Registers that come as CSV files. */
@Service
public class Imports {
  private static final Logger LOG = LoggerFactory.getLogger(Imports.class);
  private static final int BATCH = 500;

  /** The columns that a register may have, besides those of doses ({@code dose_BCG_1}). */
  public static final List<String> COLUMNS = ImportColumns.KNOWN;

  /** Those of them that it must have. */
  public static final List<String> NEEDED_COLUMNS = ImportColumns.NEEDED;

  private final Clinics clinics;
  private final ImportStore store;

  Imports(Clinics clinics, ImportStore store) {
    this.clinics = clinics;
    this.store = store;
  }

  /**
   * Reads a register and stores it, some hundred lines at a time, each such batch in a transaction
   * of its own. A line that is refused costs itself alone, and a file that was sent before changes
   * nothing.
   *
   * @param csv UTF-8; the caller closes it
   * @param viewer lines may name the clinics she works in
   * @throws io.doula.core.Invalid when the header is wrong; nothing is stored then
   * @throws IOException when the stream can't be read further; what was read is stored
   */
  public ImportResult read(InputStream csv, Instant now, Viewer viewer, ImportProgress progress)
      throws IOException {
    return part(csv, 0, Integer.MAX_VALUE, now, viewer, progress);
  }

  /**
   * Reads some of a register and stores it likewise.
   *
   * @param skip so many lines were read before; the header and empty lines do not count
   * @param most so many are read now
   */
  ImportResult part(
      InputStream csv, int skip, int most, Instant now, Viewer viewer, ImportProgress progress)
      throws IOException {
    CountedInput counted = new CountedInput(csv);
    CsvLines records = new CsvLines(counted);
    ImportColumns columns = ImportColumns.read(nextRecord(records));
    for (int i = 0; i < skip; i++) {
      nextRecord(records);
    }
    ImportReader reader = new ImportReader(columns, allClinics(viewer), now);
    Run run = new Run(viewer, now, () -> counted.bytes(), progress);
    int left = most;
    CsvLine record = nextRecord(records);
    while (record != null && left-- > 0) {
      FieldErrors errors = new FieldErrors();
      ImportLine line = reader.read(record, errors);
      run.add(record.line(), line, errors);
      record = nextRecord(records);
    }
    return run.end();
  }

  /**
   * How many lines a register has, the header and empty lines not counted.
   *
   * @throws io.doula.core.Invalid when the header is wrong
   */
  int count(InputStream csv) throws IOException {
    CsvLines records = new CsvLines(csv);
    ImportColumns.read(nextRecord(records));
    int count = 0;
    while (nextRecord(records) != null) {
      count++;
    }
    return count;
  }

  private static @Nullable CsvLine nextRecord(CsvLines records) throws IOException {
    CsvLine record = records.next();
    while (record != null && record.isBlank()) {
      record = records.next();
    }
    return record;
  }

  private List<Clinic> allClinics(Viewer viewer) {
    List<Clinic> all = new ArrayList<>();
    String after = null;
    do {
      Page<Clinic> page = clinics.list(viewer, Paging.of("500", after));
      all.addAll(page.items());
      after = page.next();
    } while (after != null);
    return all;
  }

  /** One import: the batch that is filling, and the tally. */
  private final class Run {
    private final Viewer viewer;
    private final Instant now;
    private final java.util.function.LongSupplier bytes;
    private final ImportProgress progress;
    private final List<ImportLine> batch = new ArrayList<>(BATCH);
    private final List<ImportResult.Rejected> rejected = new ArrayList<>();
    private int accepted;
    private int unchanged;
    private int countTablesAt = BATCH;

    Run(
        Viewer viewer,
        Instant now,
        java.util.function.LongSupplier bytes,
        ImportProgress progress) {
      this.viewer = viewer;
      this.now = now;
      this.bytes = bytes;
      this.progress = progress;
    }

    void add(int number, @Nullable ImportLine line, FieldErrors errors) {
      if (line == null) {
        rejected.add(new ImportRefusal(errors.all()).at(number));
        return;
      }
      batch.add(line);
      if (batch.size() == BATCH) {
        flush();
      }
    }

    ImportResult end() {
      flush();
      rejected.sort(Comparator.comparingInt(ImportResult.Rejected::line));
      return new ImportResult(accepted, unchanged, rejected);
    }

    private void flush() {
      if (!batch.isEmpty()) {
        storeAll();
        batch.clear();
        followGrowth();
      }
      progress.reached(bytes.getAsLong(), accepted + (long) unchanged + rejected.size());
    }

    /** Whenever what it brought has doubled: a handful of times, however long the register. */
    private void followGrowth() {
      if (accepted >= countTablesAt) {
        store.countTables();
        countTablesAt = 2 * accepted;
      }
    }

    private void storeAll() {
      try {
        count(store.store(batch, viewer, now));
      } catch (TransactionException | DataAccessResourceFailureException e) {
        throw e; // the database is gone, or went before the end: that is no fault of a line
      } catch (RuntimeException e) {
        LOG.warn("a batch of {} lines is stored line by line after {}", batch.size(), kind(e));
        batch.forEach(this::storeAlone);
      }
    }

    private void storeAlone(ImportLine line) {
      try {
        count(store.store(List.of(line), viewer, now));
      } catch (TransactionException | DataAccessResourceFailureException e) {
        throw e;
      } catch (RuntimeException e) {
        LOG.warn("line {} of an import could not be stored: {}", line.line(), kind(e));
        rejected.add(new ImportResult.Rejected(line.line(), "", "the line could not be stored"));
      }
    }

    private void count(ImportResult stored) {
      accepted += stored.accepted();
      unchanged += stored.unchanged();
      rejected.addAll(stored.rejected());
    }

    /** Its class alone: the text of a database's error may hold what the line said. */
    private static String kind(RuntimeException e) {
      return e.getClass().getName();
    }
  }
}
