import Foundation
import Reporting

/// Reads a hardware section in the form that the agent writes.
enum PlainHardware {
  /// The facts of a section, equal to what the decoder would return; nil if the section needs the
  /// decoder.
  static func read(_ body: Data) -> HardwareFacts? { PlainJSON.read(body, by: facts) }

  private static func facts(_ json: inout PlainJSON) throws(PlainJSON.Unusual) -> HardwareFacts {
    try json.expect(#"{"disks":"#)
    let disks = try json.list(of: disk)
    try json.expectName(#""displays":"#)
    let displays = try json.list(of: display)
    try json.expectName(#""machine":"#)
    let machine = try machine(&json)
    try json.expectName(#""memory":"#)
    let memory = try memory(&json)
    try json.expectName(#""outcome":"#)
    try json.expect(#""observed""#)
    try json.expectName(#""processor":"#)
    let processor = try processor(&json)
    try json.expectName(#""system":"#)
    let system = try system(&json)
    try json.expect("}")
    return HardwareFacts(
      machine: machine, processor: processor, memory: memory, disks: disks, displays: displays,
      system: system)
  }

  private static func disk(_ json: inout PlainJSON) throws(PlainJSON.Unusual) -> HardwareFacts.Disk
  {
    try json.expect("{")
    let kind = try json.text(of: #""kind":"#)
    let model = try json.text(of: #""model":"#)
    try json.expectName(#""name":"#)
    let name = try json.text()
    try json.expectName(#""removable":"#)
    let removable = try json.truth()
    let rotational = try json.truth(of: #""rotational":"#)
    try json.expectName(#""sizeBytes":"#)
    let size = try json.count()
    try json.expect("}")
    let known = kind.flatMap(HardwareFacts.Disk.Kind.init)
    guard kind == nil || known != nil else { throw PlainJSON.Unusual() }
    return HardwareFacts.Disk(
      name: name, model: model, sizeBytes: size, rotational: rotational, removable: removable,
      kind: known)
  }

  private static func display(_ json: inout PlainJSON) throws(PlainJSON.Unusual)
    -> HardwareFacts.Display
  {
    try json.expect(#"{"connector":"#)
    var display = HardwareFacts.Display(connector: try json.text())
    display.heightMillimetres = try json.count(of: #""heightMillimetres":"#)
    display.heightPixels = try json.count(of: #""heightPixels":"#)
    display.manufacturer = try json.text(of: #""manufacturer":"#)
    display.model = try json.text(of: #""model":"#)
    display.widthMillimetres = try json.count(of: #""widthMillimetres":"#)
    display.widthPixels = try json.count(of: #""widthPixels":"#)
    display.year = try json.count(of: #""year":"#)
    try json.expect("}")
    return display
  }

  private static func machine(_ json: inout PlainJSON) throws(PlainJSON.Unusual)
    -> HardwareFacts.Machine
  {
    try json.expect("{")
    var machine = HardwareFacts.Machine()
    machine.chassis = try json.text(of: #""chassis":"#)
    machine.firmwareDate = try json.text(of: #""firmwareDate":"#)
    machine.hasBattery = try json.truth(of: #""hasBattery":"#)
    machine.manufacturer = try json.text(of: #""manufacturer":"#)
    machine.model = try json.text(of: #""model":"#)
    machine.secureBoot = try json.truth(of: #""secureBoot":"#)
    machine.serialNumber = try json.text(of: #""serialNumber":"#)
    machine.tpm = try json.text(of: #""tpm":"#)
    machine.uefi = try json.truth(of: #""uefi":"#)
    machine.uuid = try json.text(of: #""uuid":"#)
    try json.expect("}")
    return machine
  }

  private static func memory(_ json: inout PlainJSON) throws(PlainJSON.Unusual)
    -> HardwareFacts.Memory
  {
    try json.expect("{")
    var memory = HardwareFacts.Memory(totalBytes: 0)
    memory.installedBytes = try json.count(of: #""installedBytes":"#)
    if json.takeName(#""modules":"#) { memory.modules = try json.list(of: module) }
    memory.slots = try json.count(of: #""slots":"#)
    try json.expectName(#""totalBytes":"#)
    memory.totalBytes = try json.count()
    try json.expect("}")
    return memory
  }

  private static func module(_ json: inout PlainJSON) throws(PlainJSON.Unusual)
    -> HardwareFacts.Memory.Module
  {
    try json.expect("{")
    var module = HardwareFacts.Memory.Module(sizeBytes: 0)
    module.formFactor = try json.text(of: #""formFactor":"#)
    module.kind = try json.text(of: #""kind":"#)
    module.manufacturer = try json.text(of: #""manufacturer":"#)
    try json.expectName(#""sizeBytes":"#)
    module.sizeBytes = try json.count()
    module.slot = try json.text(of: #""slot":"#)
    module.speedTransfersPerSecond = try json.count(of: #""speedTransfersPerSecond":"#)
    try json.expect("}")
    return module
  }

  private static func processor(_ json: inout PlainJSON) throws(PlainJSON.Unusual)
    -> HardwareFacts.Processor
  {
    try json.expect("{")
    var processor = HardwareFacts.Processor()
    processor.cores = try json.count(of: #""cores":"#)
    processor.family = try json.count(of: #""family":"#)
    processor.frequencyHz = try json.count(of: #""frequencyHz":"#)
    processor.model = try json.text(of: #""model":"#)
    processor.modelNumber = try json.count(of: #""modelNumber":"#)
    processor.stepping = try json.count(of: #""stepping":"#)
    processor.threads = try json.count(of: #""threads":"#)
    try json.expect("}")
    return processor
  }

  private static func system(_ json: inout PlainJSON) throws(PlainJSON.Unusual)
    -> HardwareFacts.System
  {
    try json.expect("{")
    var system = HardwareFacts.System()
    system.architecture = try json.text(of: #""architecture":"#)
    system.build = try json.text(of: #""build":"#)
    system.kernel = try json.text(of: #""kernel":"#)
    system.name = try json.text(of: #""name":"#)
    system.version = try json.text(of: #""version":"#)
    try json.expect("}")
    return system
  }
}

extension PlainJSON {
  /// The member `name`; nil if it does not come next.
  fileprivate mutating func text(of name: StaticString) throws(Unusual) -> String? {
    takeName(name) ? try text() : nil
  }

  fileprivate mutating func count(of name: StaticString) throws(Unusual) -> Int? {
    takeName(name) ? try count() : nil
  }

  fileprivate mutating func truth(of name: StaticString) throws(Unusual) -> Bool? {
    takeName(name) ? try truth() : nil
  }
}
