import Store

// The report, the diagnosis and the database each have a summary of a day and of a device; where two of them meet,
// these names tell them apart.
typealias StoredDeviceDay = DeviceDay
typealias StoredDaySummary = DaySummary
typealias StoredHourTotal = HourTotal
