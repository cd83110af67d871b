/// What a detail of an audit entry tells. The log accepts no other names, so that pages have a
/// label for each; a shipped name never changes, since old entries keep it.
public enum AuditDetailName: String, CaseIterable, Sendable {
  // enrolment, machines and their keys
  case commune, machine, token, agent, uses, days, key, previousKey, previous, reason, from, into
  case former, evidence
  // people and their programs
  case user, role, place, formerRole, formerPlace, label, recordsPurchases, period
  // the register, groups and bundles
  case added, changed, erased, source, sha256, folder, stored, duplicates, refused
  // what people say about a commune
  case service, status, until, note, fields, noteNumber, writtenBy, signs
  // visits
  case visit, day, adequateComputers, otherComputers, scanners, digitalSignatures
  case lineBitsPerSecond
  // programmes
  case name, area, budget, items, item, field, before, after, orders, deliveries, documents
  case entry, document
  // the centre itself
  case seconds, version, file, replaced, machines, carriedFrom, through, entries, hash
}
