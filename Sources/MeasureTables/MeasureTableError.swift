public import DelimitedText

/// Why a text is no table of measures, where, and what to write instead.
public typealias MeasureTableError = DelimitedTextError

/// A text from a file inside a message.
func quoted(_ text: String) -> String { DelimitedTextError.quoted(text) }
