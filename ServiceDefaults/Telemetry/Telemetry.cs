using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace PartyCloud.ServiceDefaults.Telemetry;

/// <summary>PartyCloud's own spans and measures, under one name beside those of the platform.</summary>
public static class Telemetry
{
    public const string Name = "PartyCloud";

    public static readonly ActivitySource Source = new(Name);

    public static readonly Meter Meter = new(Name);
}
