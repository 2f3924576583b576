using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace PartyCloud.AppHost.Local;

/// <summary>
/// Which process is ours, so that a later run can find it. A pid alone may long belong to somebody else: together
/// with the start time and the boot it names one process for good.
/// </summary>
internal sealed record ProcessRecord(string Name, int Pid, long StartTicks, string BootId, int StopSignal, int StopOrder, int StopSeconds)
{
    internal const int Interrupt = 2;
    internal const int Terminate = 15;
    private const int KillSignal = 9;

    internal static ProcessRecord Of(string name, int pid, StopManner stop) =>
        new(name, pid, StartTicksOf(pid) ?? 0, Boot(), stop.Signal, stop.Order, stop.Seconds);

    internal static ProcessRecord? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<ProcessRecord>(File.ReadAllText(file));
        }
        catch (Exception broken) when (broken is JsonException or IOException)
        {
            return null; // written halfway when the machine went down
        }
    }

    internal void Write(string file) => File.WriteAllText(file, JsonSerializer.Serialize(this));

    internal bool IsAlive() => BootId == Boot() && StartTicksOf(Pid) == StartTicks;

    /// <summary>Asks it to end, and ends it when it has not within its limit.</summary>
    internal async Task StopAsync()
    {
        if (!IsAlive())
        {
            return;
        }

        _ = Signal(Pid, StopSignal);
        if (!await GoneAsync(TimeSpan.FromSeconds(StopSeconds)))
        {
            await KillAsync();
        }
    }

    internal async Task KillAsync()
    {
        if (IsAlive())
        {
            _ = Signal(Pid, KillSignal);
            await GoneAsync(TimeSpan.FromSeconds(30));
        }
    }

    private async Task<bool> GoneAsync(TimeSpan limit)
    {
        var since = Stopwatch.GetTimestamp();
        while (IsAlive())
        {
            if (Stopwatch.GetElapsedTime(since) > limit)
            {
                return false;
            }

            await Task.Delay(25);
        }

        return true;
    }

    /// <summary>Field 22 of /proc/PID/stat; null when there is no such process or only its exit status is left.</summary>
    private static long? StartTicksOf(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            // The name of the program stands in brackets and may hold anything, so count from behind it.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : long.Parse(fields[19], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string Boot() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int pid, int signal);
}

/// <summary>How a part is stopped: by which signal, in which group (lowest first), and how long it may take.</summary>
internal sealed record StopManner(int Signal, int Order, int Seconds)
{
    internal static readonly StopManner Gateway = new(ProcessRecord.Terminate, 0, 20);
    internal static readonly StopManner Service = new(ProcessRecord.Terminate, 1, 30);
    internal static readonly StopManner Tool = new(ProcessRecord.Terminate, 2, 10);
    internal static readonly StopManner Broker = new(ProcessRecord.Terminate, 3, 60);
    internal static readonly StopManner PortMapper = new(ProcessRecord.Terminate, 4, 5);

    // SIGINT is PostgreSQL's "fast": it ends the sessions and writes its checkpoint.
    internal static readonly StopManner Database = new(ProcessRecord.Interrupt, 5, 60);
}
