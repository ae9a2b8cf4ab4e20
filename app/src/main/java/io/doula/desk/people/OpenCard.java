package io.doula.desk.people;

import io.doula.core.Ids;
import io.doula.core.NotFound;
import io.doula.core.Viewer;
import io.doula.family.Baby;
import io.doula.family.Card;
import io.doula.family.Cards;
import io.doula.family.Pregnancy;
import java.time.Instant;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** Opens a mother's card for a page. */
@Component
class OpenCard {
  private final Cards cards;

  OpenCard(Cards cards) {
    this.cards = cards;
  }

  /**
   * Puts the card ({@code card}) and its words into the model.
   *
   * @throws NotFound when there is no such mother, or not in the viewer's clinics
   */
  Card show(String id, Viewer viewer, Instant now, Model model) {
    Card card = cards.of(Ids.inPath(id, "mother"), viewer, now);
    model.addAttribute("current", "people");
    model.addAttribute("card", card);
    model.addAttribute("words", Words.of(model, card.today()));
    return card;
  }

  /**
   * A second card beside it, which is in no model.
   *
   * @throws NotFound when there is no such mother, or not in the viewer's clinics
   */
  Card other(String id, Viewer viewer, Instant now) {
    return cards.of(Ids.inPath(id, "mother"), viewer, now);
  }

  /**
   * @throws NotFound when she has no such baby
   */
  static Baby baby(Card card, String id) {
    return card.family().babies().stream()
        .filter(baby -> baby.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new NotFound("baby"));
  }

  /**
   * @throws NotFound when she has no such pregnancy
   */
  static Pregnancy pregnancy(Card card, String id) {
    return card.family().pregnancies().stream()
        .filter(pregnancy -> pregnancy.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new NotFound("pregnancy"));
  }
}
