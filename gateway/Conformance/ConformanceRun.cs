using System.Net;

namespace PartyCloud.Conformance;

/// <summary>One thing that a portal counts on.</summary>
internal sealed record Check(string Name, string Chinese, Func<SandboxPortal, Task> Run);

/// <summary>The run (合规自检): every check in turn, a line each, and how many passed. It works in the app's own tenant, which it resets.</summary>
internal static class ConformanceRun
{
    public static async Task<int> RunAsync(SandboxPortal portal)
    {
        // Not a call is made that could change real data.
        var itself = await portal.GetAsync("/api/v1/apps/me");
        if (itself.Status != HttpStatusCode.OK || (string?)itself.Body?["environment"] != "sandbox")
        {
            Console.Error.WriteLine($"不是沙箱，或者签名不对。 This is no sandbox, or the signature is not right: {(int)itself.Status} {itself.Body?.ToJsonString()}");
            return 2;
        }

        var failed = 0;
        Check[] checks = [.. SigningChecks.All, .. DataChecks.All, .. FaultChecks.All];
        foreach (var check in checks)
        {
            try
            {
                await check.Run(portal);
                Console.WriteLine($"通过 passed  {check.Name}  {check.Chinese}");
            }
            catch (Exception exception) when (exception is NotMetException or HttpRequestException or System.Text.Json.JsonException)
            {
                failed++;
                Console.WriteLine($"不通过 FAILED  {check.Name}  {check.Chinese}: {exception.Message}");
            }
        }

        Console.WriteLine($"{checks.Length - failed} passed, {failed} failed");
        return failed == 0 ? 0 : 1;
    }
}
