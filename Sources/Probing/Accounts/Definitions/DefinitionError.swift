/// What is wrong with a definition: the line, then what to do. It quotes nothing from the file,
/// since a report carries it and people paste the strangest things.
struct DefinitionError: Error, Equatable, CustomStringConvertible {
  /// From 1; nil if it concerns the whole file.
  let line: Int?
  let problem: String

  init(_ problem: String, line: Int? = nil) {
    self.problem = problem
    self.line = line
  }

  /// For a report: `definition line 3: …`.
  var description: String {
    "definition\(line.map { " line \($0)" } ?? ""): \(problem)"
  }
}
