public import DelimitedText

/// Why a text is no table of measures, where, and what to write instead.
public typealias MeasureTableError = DelimitedTextError
