import CentreConfiguration
import Foundation
import Logging

/// Log entries on stderr, one line each: as text, or as one JSON object.
///
/// Under systemd each line begins with its priority (`<4>`), which the journal removes and keeps as
/// the entry's own, so that `journalctl -p warning` finds it.
struct CentreLog: LogHandler {
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]
  private let label: String
  private let format: LogFormat
  private let isJournal: Bool
  private let write: @Sendable (String) -> Void

  static func logger(_ label: String, level: Logger.Level, _ format: LogFormat) -> Logger {
    let isJournal = ProcessInfo.processInfo.environment["JOURNAL_STREAM"] != nil
    return Logger(label: label) { label in
      CentreLog(label: label, level: level, format: format, isJournal: isJournal) { line in
        // One write per line, so that lines of several threads do not mix.
        try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
      }
    }
  }

  init(
    label: String, level: Logger.Level, format: LogFormat, isJournal: Bool,
    write: @escaping @Sendable (String) -> Void
  ) {
    self.label = label
    logLevel = level
    (self.format, self.isJournal, self.write) = (format, isJournal, write)
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let all = metadata.merging(event.metadata ?? [:]) { $1 }
    let line =
      switch format {
      case .text: text(event, all)
      case .json: json(event, all)
      }
    write("\(isJournal ? "<\(event.level.priority)>" : "")\(line)\n")
  }

  /// In the form of `StreamLogHandler`; the journal itself has time and level.
  private func text(_ event: LogEvent, _ metadata: Logger.Metadata) -> String {
    let fields = metadata.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
    let words = "\(label):\(fields) [\(event.source)] \(event.message)"
    let line = isJournal ? words : "\(Self.time()) \(event.level) \(words)"
    return String(line.map { $0.isNewline ? " " : $0 })
  }

  /// Keys in alphabetical order; metadata under `fields`, so that none hides another key.
  private func json(_ event: LogEvent, _ metadata: Logger.Metadata) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let entry = Entry(
      time: Self.time(), level: event.level.rawValue, logger: label, module: event.source,
      message: "\(event.message)",
      fields: metadata.isEmpty ? nil : metadata.mapValues { "\($0)" })
    return (try? encoder.encode(entry)).map { String(decoding: $0, as: UTF8.self) }
      ?? #"{"level":"error","message":"an entry could not be written as JSON"}"#
  }

  private struct Entry: Encodable {
    let time, level, logger, module, message: String
    let fields: [String: String]?
  }

  /// RFC 3339 in UTC, with milliseconds.
  private static func time() -> String {
    Date().formatted(.iso8601.year().month().day().time(includingFractionalSeconds: true))
      + "Z"
  }
}

extension Logger.Level {
  /// The priority in syslog.
  fileprivate var priority: Int {
    switch self {
    case .trace, .debug: 7
    case .info: 6
    case .notice: 5
    case .warning: 4
    case .error: 3
    case .critical: 2
    }
  }
}
