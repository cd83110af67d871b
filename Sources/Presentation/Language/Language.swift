public import Prioritization

/// A language of pages, documents and messages.
public enum Language: String, Sendable, CaseIterable {
  case vi, en
}

extension LocalizedText {
  public subscript(language: Language) -> String {
    switch language {
    case .vi: vi
    case .en: en
    }
  }
}
