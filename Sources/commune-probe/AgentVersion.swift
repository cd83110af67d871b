/// The version that reports, enrolments and the field `User-Agent` name.
enum AgentVersion {
  static let current = "0.1.0"
}
