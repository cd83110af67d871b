/// A computer as sold to Vietnamese offices, with its usual parts.
struct ComputerModel {
  var manufacturer, model: String
  var chassis = "desktop"
  /// The first and last year of its firmware.
  var years: ClosedRange<Int>
  var processor: String
  var cores, threads, frequencyHz: Int
  /// Possible sizes of its memory in GiB.
  var memoryGiB: [Int]
  var disks: [DiskModel]

  static func all(for profile: Profile) -> [ComputerModel] {
    switch profile {
    case .lacking: old
    case .ordinary, .silent: middling + middling + Array(old.prefix(2)) + Array(new.prefix(1))
    case .equipped: new + new + Array(middling.prefix(2))
    }
  }

  static let old = [
    ComputerModel(
      manufacturer: "Dell Inc.", model: "OptiPlex 380", years: 2009...2011,
      processor: "Intel(R) Core(TM)2 Duo CPU     E7500  @ 2.93GHz", cores: 2, threads: 2,
      frequencyHz: 2_933_000_000, memoryGiB: [2, 4], disks: DiskModel.oldHard),
    ComputerModel(
      manufacturer: "FPT ELEAD", model: "FPT Elead M525", years: 2010...2013,
      processor: "Pentium(R) Dual-Core  CPU      E5700  @ 3.00GHz", cores: 2, threads: 2,
      frequencyHz: 3_000_000_000, memoryGiB: [2, 4], disks: DiskModel.oldHard),
    ComputerModel(
      manufacturer: "Hewlett-Packard", model: "HP Compaq dx2700 MT", years: 2007...2009,
      processor: "Intel(R) Pentium(R) 4 CPU 3.00GHz", cores: 1, threads: 2,
      frequencyHz: 3_000_000_000, memoryGiB: [1, 2], disks: DiskModel.oldHard),
    ComputerModel(
      manufacturer: "LENOVO", model: "ThinkCentre M58e", years: 2009...2011,
      processor: "Intel(R) Core(TM)2 Duo CPU     E8400  @ 3.00GHz", cores: 2, threads: 2,
      frequencyHz: 3_000_000_000, memoryGiB: [2, 4], disks: DiskModel.oldHard),
  ]

  static let middling = [
    ComputerModel(
      manufacturer: "Dell Inc.", model: "Vostro 3471", years: 2019...2021,
      processor: "Intel(R) Core(TM) i3-9100 CPU @ 3.60GHz", cores: 4, threads: 4,
      frequencyHz: 4_200_000_000, memoryGiB: [4, 8], disks: DiskModel.hard + DiskModel.solid),
    ComputerModel(
      manufacturer: "HP", model: "HP ProDesk 400 G5 MT", years: 2018...2020,
      processor: "Intel(R) Core(TM) i5-8500 CPU @ 3.00GHz", cores: 6, threads: 6,
      frequencyHz: 4_100_000_000, memoryGiB: [4, 8], disks: DiskModel.hard + DiskModel.solid),
    ComputerModel(
      manufacturer: "LENOVO", model: "ThinkCentre M710t", years: 2017...2019,
      processor: "Intel(R) Core(TM) i3-7100 CPU @ 3.90GHz", cores: 2, threads: 4,
      frequencyHz: 3_900_000_000, memoryGiB: [4, 8], disks: DiskModel.hard),
    ComputerModel(
      manufacturer: "FPT ELEAD", model: "FPT Elead T4400i", years: 2015...2018,
      processor: "Intel(R) Core(TM) i3-4170 CPU @ 3.70GHz", cores: 2, threads: 4,
      frequencyHz: 3_700_000_000, memoryGiB: [4], disks: DiskModel.hard),
    ComputerModel(
      manufacturer: "Dell Inc.", model: "Vostro 3568", chassis: "laptop", years: 2017...2019,
      processor: "Intel(R) Core(TM) i5-7200U CPU @ 2.50GHz", cores: 2, threads: 4,
      frequencyHz: 3_100_000_000, memoryGiB: [4, 8], disks: DiskModel.hard + DiskModel.solid),
  ]

  static let new = [
    ComputerModel(
      manufacturer: "Dell Inc.", model: "OptiPlex 3090", years: 2021...2023,
      processor: "Intel(R) Core(TM) i5-10505 CPU @ 3.20GHz", cores: 6, threads: 12,
      frequencyHz: 4_600_000_000, memoryGiB: [8, 16], disks: DiskModel.solid),
    ComputerModel(
      manufacturer: "HP", model: "HP ProDesk 400 G9 SFF Desktop PC", years: 2022...2025,
      processor: "12th Gen Intel(R) Core(TM) i5-12500", cores: 6, threads: 12,
      frequencyHz: 4_600_000_000, memoryGiB: [8, 16], disks: DiskModel.solid),
    ComputerModel(
      manufacturer: "LENOVO", model: "ThinkCentre neo 50s Gen 3", years: 2022...2024,
      processor: "12th Gen Intel(R) Core(TM) i3-12100", cores: 4, threads: 8,
      frequencyHz: 4_300_000_000, memoryGiB: [8, 16], disks: DiskModel.solid),
  ]
}

struct DiskModel {
  var name = "sda"
  var model: String
  var sizeBytes: Int
  var rotational: Bool

  static let oldHard = [
    DiskModel(model: "WDC WD1600AAJS-0", sizeBytes: 160_041_885_696, rotational: true),
    DiskModel(model: "ST3250318AS", sizeBytes: 250_059_350_016, rotational: true),
  ]
  static let hard = [
    DiskModel(model: "ST500DM002-1BD142", sizeBytes: 500_107_862_016, rotational: true),
    DiskModel(model: "TOSHIBA DT01ACA100", sizeBytes: 1_000_204_886_016, rotational: true),
  ]
  static let solid = [
    DiskModel(model: "KINGSTON SA400S37240G", sizeBytes: 240_057_409_536, rotational: false),
    DiskModel(
      name: "nvme0n1", model: "Samsung SSD 980 500GB", sizeBytes: 500_107_862_016,
      rotational: false),
    DiskModel(model: "CT240BX500SSD1", sizeBytes: 240_057_409_536, rotational: false),
  ]
}
