package io.doula.functions.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/** Both doors, open, each with a database of its own. */
final class Doors implements AutoCloseable {
  private final Databases databases;
  private final Tomcat tomcat;
  private final Function function;
  private final Door byTomcat;
  private final Door byFunction;

  private Doors(Databases databases, Tomcat tomcat, Function function) throws Exception {
    this.databases = databases;
    this.tomcat = tomcat;
    this.function = function;
    this.byTomcat = new Door("Tomcat", tomcat.base());
    this.byFunction = new Door("WebFunction", function.base());
  }

  /**
   * Takes a minute on a slow machine.
   *
   * @param folder for what the doors log
   */
  static Doors open(Path folder) throws Exception {
    Files.createDirectories(folder);
    Databases databases = new Databases();
    databases.create("tomcat", "template1");
    Tomcat.migrate(Settings.over(databases.url("tomcat")), folder);
    databases.create("function", "tomcat");
    Tomcat tomcat = Tomcat.start(Settings.over(databases.url("tomcat")), folder);
    Function function = Function.start(Settings.over(databases.url("function")), folder);
    return new Doors(databases, tomcat, function);
  }

  Door tomcat() {
    return byTomcat;
  }

  Door function() {
    return byFunction;
  }

  /** Does to the world what the case wants of it before it asks. */
  void prepare(Case one) throws SQLException, IOException {
    for (String wanted : one.before()) {
      if (wanted.equals("stop postgresql")) {
        databases.close();
      } else {
        String sql = wanted.substring("sql ".length());
        databases.run("tomcat", sql);
        databases.run("function", sql);
      }
    }
  }

  @Override
  public void close() throws IOException {
    tomcat.close();
    function.close();
    databases.close();
  }
}
