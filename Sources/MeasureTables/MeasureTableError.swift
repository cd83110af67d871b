public import DelimitedText

/// The reason why a text is not a table of measures, the place, and what to write instead.
public typealias MeasureTableError = DelimitedTextError
