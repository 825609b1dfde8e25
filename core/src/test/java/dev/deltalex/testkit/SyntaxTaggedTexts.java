package dev.deltalex.testkit;

import dev.deltalex.schema.ParameterType;
import dev.deltalex.syntax.Attributes;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Tagged;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Parameters between tags with every liberty of the declaration. */
final class SyntaxTaggedTexts {
  private final SyntaxOutput out;
  private final Pick pick;
  private final SyntaxHeaderTexts headers;
  private final Tagged tagged;
  private final String[] markers;

  /** Whether the parameter at hand is declared, and siblings of the format spell it their way. */
  private boolean declared;

  /** Whether the last closer names its parameter: only what the format itself writes follows. */
  private boolean elementLast;

  SyntaxTaggedTexts(SyntaxOutput out, SyntaxHeaderTexts headers, Tagged tagged, String[] markers) {
    this.out = out;
    this.pick = out.pick;
    this.headers = headers;
    this.tagged = tagged;
    this.markers = markers;
  }

  /**
   * Writes the parameters of a call; returns the JSON that they mean.
   *
   * @param any whether there must be one
   * @param open whether the last parameter may lack its closer, because the closer of the call and
   *     the closer around it follow
   */
  String parameters(ToolTexts.Tool tool, boolean any, boolean open) {
    StringBuilder json = new StringBuilder("{");
    elementLast = false;
    if (!tagged.whole().isEmpty() && !open && out.takes(SyntaxLiberty.WHOLE_PARAMETER, 10)) {
      return whole(tool);
    }
    List<String> keys = new ArrayList<>(tool.parameters().keySet());
    for (String extra : List.of("extra", "b")) {
      if (pick.chance(15) && !keys.contains(extra)) {
        keys.add(extra);
      }
    }
    boolean entities =
        tagged.open().stream().anyMatch(part -> part instanceof Attributes a && a.entities());
    if (entities && pick.chance(15)) {
      keys.add(pick.of("\"&amp;\"", "a<b>'", "&"));
    }
    Collections.shuffle(keys, new Random(pick.seed()));
    keys.removeIf(key -> pick.chance(20));
    if (any && keys.isEmpty()) {
      keys.add("extra");
    }
    for (int i = 0; i < keys.size(); i++) {
      boolean last = i == keys.size() - 1;
      String key = keys.get(i);
      boolean siblings = SyntaxHeader.hasSibling(tagged.open());
      if (siblings && out.takes(SyntaxLiberty.NAMELESS_PARAMETER, 2)) {
        nameless();
      }
      declared = siblings && tool.parameters().containsKey(key);
      parameter(key, tool.parameters().getOrDefault(key, 0), json, last, last && open);
    }
    return json.append('}').toString();
  }

  private void parameter(String key, int types, StringBuilder json, boolean last, boolean open) {
    boolean string = types == 0 || types == ParameterType.STRING;
    ValueTexts.Value value =
        string && out.isLong(50)
            ? ValueTexts.longer(pick, markers)
            : ValueTexts.next(pick, types, markers);
    Boolean says = null;
    if (SyntaxHeaderTexts.typesValues(tagged.open())) {
      String bare = ReferenceValue.trimmed(value.raw());
      if (pick.chance(40) && !bare.isEmpty() && JsonPrefix.of(bare).complete()) {
        says = false;
        value = new ValueTexts.Value(value.raw(), WholeText.ofJson(bare), value.marker());
      } else if (string || (types & ParameterType.STRING) == 0) {
        says = pick.chance(80) ? true : null;
      }
    }
    boolean cdata = tagged.cdata() && !open && out.takes(SyntaxLiberty.CDATA, 30);
    boolean framed = tagged.framing() == Tagged.Framing.ONE_NEWLINE;
    boolean mayBegin = !value.raw().isEmpty() && " \t\r\n>".indexOf(value.raw().charAt(0)) < 0;
    if (declared && mayBegin && out.takes(SyntaxLiberty.ASSIGNED_PARAMETER, 4)) {
      out.literal(SyntaxForms.parameter(tagged));
      out.put(key + '=' + pick.of("", "", ">", " >", "\t>"));
      if (framed) {
        ended(value.raw());
      } else {
        boolean trims = tagged.framing() == Tagged.Framing.TRIMMED;
        out.known &= !trims || value.raw().equals(ReferenceValue.trimmed(value.raw()));
        out.put(value.raw());
      }
    } else {
      if (declared && !elementLast && out.takes(SyntaxLiberty.SIBLING_PARAMETER, 4)) {
        out.put(headers.sibling(tagged.open(), key));
      } else {
        headers.parameter(tagged.open(), key, says);
      }
      if (framed) {
        framed(value.raw());
      } else if (tagged.framing() == Tagged.Framing.TRIMMED) {
        trimmed(value.raw());
      } else {
        out.put(cdata ? "<![CDATA[" + value.raw() + "]]>" : value.raw());
      }
    }
    if (cdata) {
      elementLast = false;
      out.whitespace();
      out.literal(tagged.close());
      out.whitespace();
    } else if (!open) {
      closer(key, !last && key.matches("[a-z]+"));
      out.whitespace();
    }
    if (value.marker() && !cdata) {
      out.expected.noteMarkerInValue();
    }
    if (value.json() == null) {
      out.known = false;
    } else {
      json.append(json.length() > 1 ? "," : "").append(ReferenceValue.string(key)).append(':');
      json.append(value.json());
    }
  }

  /** The only parameter of a call, which holds all arguments. */
  private String whole(ToolTexts.Tool tool) {
    StringBuilder json = new StringBuilder("{");
    for (String key : tool.parameters().keySet()) {
      if (pick.chance(60)) {
        json.append(json.length() > 1 ? ", " : "").append(ReferenceValue.string(key)).append(": ");
        json.append(pick.of("1", "\"a \\n b\"", "[1, {\"x\": null}]", "true", "{}"));
      }
    }
    json.append('}');
    boolean typed = SyntaxHeaderTexts.typesValues(tagged.open()) && pick.chance(80);
    String key = pick.of(tagged.whole().toArray(String[]::new));
    headers.parameter(tagged.open(), key, typed ? pick.chance(50) : null);
    out.put(pick.of("", " ") + json + pick.of("", "\n"));
    closer(key, false);
    out.whitespace();
    return json.toString();
  }

  /** A parameter whose opener the line's end cuts; it has no name and is discarded. */
  private void nameless() {
    out.put(SyntaxForms.parameter(tagged).text() + pick.of("\n", "\r\n", ">", "x\n", "x\r\n"));
    out.put(pick.of("", "y", "y\n") + tagged.close().text());
    out.whitespace();
    elementLast = false;
  }

  /** A value that begins directly behind its opener. */
  private void ended(String raw) {
    out.put(raw);
    if (raw.endsWith("\r")) {
      out.put("\r\n");
    } else if (pick.chance(50) || raw.endsWith("\n")) {
      out.put(pick.of("\n", "\r\n"));
    }
  }

  private void trimmed(String raw) {
    out.known &= raw.equals(ReferenceValue.trimmed(raw));
    out.put(pick.of("", "", "\n", " ", "\r\n\t") + raw + pick.of("", "", "\n", " ", " \n\n  "));
  }

  private void framed(String raw) {
    boolean framed = pick.chance(75);
    boolean startsWithNewline = raw.startsWith("\n") || raw.startsWith("\r\n");
    out.newlineBeforeValue(framed || startsWithNewline ? pick.of("\n", "\n", "\r\n") : "");
    out.put(raw);
    if (raw.endsWith("\r")) {
      out.newlineBehindValue("\r\n");
    } else if (framed || raw.endsWith("\n")) {
      out.newlineBehindValue(pick.of("\n", "\n", "\r\n"));
    }
  }

  /** The closer; now and then twice, damaged, or with the name of the parameter. */
  private void closer(String key, boolean named) {
    Literal close = tagged.close();
    String text = close.text();
    elementLast = false;
    boolean other = !Arrays.asList(markers).contains("</" + key + '>');
    boolean element = close.kind() == Literal.Kind.TAG && text.matches("</.*[A-Za-z]>");
    if (element && out.takes(SyntaxLiberty.DAMAGED_VALUE_CLOSER, 2)) {
      out.put(text.substring(0, text.length() - 1) + pick.of("s", "_x", "List") + '>');
    } else if (element && named && other && out.takes(SyntaxLiberty.ELEMENT_CLOSER, 2)) {
      out.put("</" + key + pick.of(">", ">", " >"));
      elementLast = true;
    } else {
      out.literal(close);
      if (out.takes(SyntaxLiberty.DOUBLED_VALUE_CLOSER, 4)) {
        out.put(pick.of("", "\n", " ") + text);
      }
    }
  }
}
