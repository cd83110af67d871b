import Prioritization

extension Provenance {
  /// Which policy, and measured when or by which table; then what is to be known of the past.
  func lines(_ policy: Policy, _ language: Language, _ messages: Messages) -> [String] {
    var arguments = [
      "policy": DisplayText.neutralised(policy.id), "version": String(policy.version),
    ]
    guard let table else {
      arguments["asOf"] = PeopleFormat(language).dateTime(asOf)
      return [messages("ranking.subtitle", language, arguments)]
        + (isPast ? [messages("ranking.past", language)] : [])
    }
    arguments["table"] = DisplayText.neutralised(table.name)
    return [messages("ranking.subtitleTable", language, arguments)]
  }

  /// `"policy":{…},"asOf":…` and, of a table, `"table":{…}`; with no comma behind.
  func write(_ policy: Policy, to json: inout JSONBytes) {
    json.raw("\"policy\":{\"id\":")
    json.string(policy.id)
    json.raw(",\"version\":")
    json.integer(policy.version)
    if let policyDigest {
      json.raw(",\"digest\":")
      json.string("sha-256:" + policyDigest)
    }
    json.raw("},\"asOf\":")
    json.time(asOf)
    guard let table else { return }
    json.raw(",\"table\":{\"name\":")
    json.string(table.name)
    json.raw(",\"digest\":")
    json.string("sha-256:" + table.digest)
    json.raw("}")
  }
}
