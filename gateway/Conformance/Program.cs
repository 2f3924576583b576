using PartyCloud.Conformance;

const string secretVariable = "PARTYCLOUD_SECRET";

if (args is not ["--address", var address, "--app", var id] || !Uri.TryCreate(address, UriKind.Absolute, out var gateway) || !Guid.TryParse(id, out var app)
    || Environment.GetEnvironmentVariable(secretVariable) is not { Length: > 0 } secret)
{
    Console.Error.WriteLine($"""
        合规自检：对沙箱逐项试调，打印通过与否。 Tries a sandbox out, call by call, and prints what passed.

          {secretVariable}=… dotnet run --project gateway/Conformance -- --address https://HOST --app APP-ID

        应用须登记为沙箱，有 organizations 和 members 的写权限；它的租户会被重置。
        The app is registered for the sandbox, with scopes to write organizations and members; its tenant is reset.
        """);
    return 2;
}

using var portal = new SandboxPortal(gateway, app, secret);
return await ConformanceRun.RunAsync(portal);
