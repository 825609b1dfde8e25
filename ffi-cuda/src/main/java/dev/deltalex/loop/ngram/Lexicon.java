package dev.deltalex.loop.ngram;

/** The words of the corpus. */
final class Lexicon {
  static final String[] NOUNS =
      words(
          "file request server answer table model token stream buffer user report index query"
              + " result value branch commit message test cache letter record number line city"
              + " order sensor network route window parser thread engine budget invoice ticket"
              + " customer account schedule forecast library function module packet message garden"
              + " river mountain library harbour station market teacher doctor painter engineer"
              + " violin kitchen bridge archive notebook database dashboard pipeline container"
              + " cluster");

  static final String[] VERBS =
      words(
          "reads writes sends checks opens closes finds needs returns updates counts compares"
              + " stores loads merges splits follows explains covers measures signals carries holds"
              + " replaces describes improves delays rejects accepts prints rebuilds watches");

  static final String[] ADJECTIVES =
      words(
          "new old small large slow fast empty full first last wrong right quiet early late"
              + " careful public private stable broken recent local remote red green simple common"
              + " hidden visible correct missing");

  static final String[] ADVERBS =
      words("quickly slowly again often never always today carefully soon now almost nearly");

  static final String[] NAMES =
      words(
          "Anna Boris Chen Dmitri Elena Farid Greta Hiro Ines Jamal Katja Lars Mei Nadia Olga Pavel"
              + " Quentin Rosa Samir Tomás Uta Viktor Wanda Xenia Yusuf Zoë");

  static final String[] CITIES = {
    "Berlin", "Paris", "Tokyo", "São Paulo", "New York", "Zürich", "Nairobi", "Kraków", "Oslo",
    "Lima", "München", "Reykjavík", "Delhi", "東京", "北京", "Hanoi", "Quito", "Málaga"
  };

  static final String[] IDENTIFIERS =
      words(
          "count index total items name path value result buffer offset limit node parent left"
              + " right key entry size state next line text found start end width depth score");

  static final String[] DIRECTORIES =
      words("src lib test docs config scripts build data app core util assets");

  static final String[] EXTENSIONS = words("java py rs txt json md yaml c ts html sql");

  static final String[] OPENERS = {
    "Let me check",
    "I will look at",
    "First I need",
    "The user wants",
    "Now I should find",
    "Okay, so this is about",
    "Sure, here is",
    "To answer this, I need",
    "I can see",
    "That depends on",
    "Before that I want to verify",
    "Good question:",
    "As I understand it,"
  };

  static final String[] SYMBOLS = {
    "🙂", "🚀", "✅", "→", "…", "é", "ß", "Ω", "日本", "naïve", "👩‍💻", "½", "“quoted”", "—"
  };

  private Lexicon() {}

  private static String[] words(String joined) {
    return joined.split(" ");
  }
}
