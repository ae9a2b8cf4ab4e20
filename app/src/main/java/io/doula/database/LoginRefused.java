package io.doula.database;

import java.sql.SQLInvalidAuthorizationSpecException;

/**
 * PostgreSQL refuses the login that a secret holds, also after it was read again. The message says
 * so to the person at the terminal; PostgreSQL's own, which names the user, is not kept.
 */
public class LoginRefused extends SQLInvalidAuthorizationSpecException {
  LoginRefused(String message, String state) {
    super(message, state);
  }
}
