import Prioritization

extension ExplanationText {
  /// What would change the rank: the cheapest purchases, and the nearest other weights.
  var change: [String] {
    RankChangeText.sentences(explanation, language, messages: messages)
      .flatMap { WrappedText.lines($0, width: width) }
  }
}
