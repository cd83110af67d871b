/// Finds the reason for a failed login. A server says that the login failed, perhaps whose login it
/// was, and perhaps why, in this order or with the reason first: `authentication failed for officer:
/// mailbox moved`, `Đơn vị chưa đăng ký. Đăng nhập thất bại`. Relays put a failure of their own before
/// that of the server behind them, so there may be several.
extension ServerWords {
  /// What a text gives as the reason for a failure, besides the failures themselves; nil if it
  /// names no failure, or gives no reason.
  static func reason(in said: String) -> String? {
    let parts = clauses(of: withoutLabels(said))
    var reasons: [String] = []
    var isFailed = false
    for part in parts {
      let words = PlainWords(part)
      if let rest = words.wordsAfterFailure {
        isFailed = true
        reasons.append(rest)
      } else if !isSilent(part), !words.pointsElsewhere {
        // A word or two before the failure name its source: `HTTP Basic: access denied`.
        if isFailed || words.words.count >= 3 && !ServerPhrases.blame(words) {
          reasons.append(part)
        }
      }
    }
    let reason = reasons.joined(separator: ". ")
    return isFailed && reason.contains { $0.isLetter || $0.isNumber } ? reason : nil
  }

  /// The text without what Exchange adds in brackets: `[SG2PR01CA0123.prod.exchangelabs.com]`.
  private static func withoutLabels(_ said: String) -> String {
    var parts = said.split(separator: "[", omittingEmptySubsequences: false)[...]
    var text = String(parts.popFirst() ?? "")
    for part in parts {
      let inside = part.prefix { $0 != "]" }
      let first = inside.prefix { !$0.isWhitespace }
      let isLabel = first.count == inside.count || first.contains(where: \.isNumber)
      text += isLabel ? "" : "(\(inside))"
      text += part.dropFirst(inside.count + 1)
    }
    return text
  }

  /// The clauses of a text: between colons, commas, semicolons, brackets, dashes and full stops.
  /// A dot within `mail.example` ends none.
  private static func clauses(of said: String) -> [String] {
    var clauses = [""]
    let characters = Array(said)
    for (index, character) in characters.enumerated() {
      let isLast = index + 1 == characters.count || characters[index + 1].isWhitespace
      switch character {
      case ":", ",", ";", "(": clauses.append("")
      case ".", "!", "-", "–", "—":
        if isLast { clauses.append("") } else { clauses[clauses.count - 1].append(character) }
      default: clauses[clauses.count - 1].append(character)
      }
    }
    return clauses
  }
}

extension PlainWords {
  /// Whether a sentence tells people where to turn, or counts their attempts, and gives no reason.
  fileprivate var pointsElsewhere: Bool {
    end(ofAny: ServerPhrases.pointers, at: 0) != nil || hold(ServerPhrases.countdowns)
  }

  /// The words of a clause that follow a failure, without whose login it was; none if the clause
  /// ends with the failure; nil if it contains none.
  fileprivate var wordsAfterFailure: String? {
    for start in words.indices {
      guard let end = end(ofAny: ServerPhrases.failures, at: start) else { continue }
      var rest = words[end...]
      if let first = rest.first, ServerPhrases.whose.contains(first) {
        rest = rest.drop { !ServerPhrases.connectors.contains($0) }
      }
      let reason = rest.joined(separator: " ")
      return PlainWords(reason).pointsElsewhere ? "" : reason
    }
    return nil
  }
}
