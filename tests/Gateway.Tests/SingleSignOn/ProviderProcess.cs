using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests.SingleSignOn;

/// <summary>A real OpenID provider in a process of its own (tests/OpenIdProvider), one for all tests.</summary>
public sealed class ProviderProcess : IAsyncDisposable
{
    private static readonly string[] Code = ["code"];
    private static readonly string[] AuthorizationCode = ["authorization_code"];

    private readonly Process process;
    private readonly List<string> complaints;

    private ProviderProcess(Process process, Uri issuer, List<string> complaints) => (this.process, Issuer, this.complaints) = (process, issuer, complaints);

    public Uri Issuer { get; }

    public string Complaints
    {
        get
        {
            lock (complaints)
            {
                return string.Join('\n', complaints);
            }
        }
    }

    public static async Task<ProviderProcess> StartAsync()
    {
        var folder = Path.Combine(Repository.Folder(), "tests", "OpenIdProvider");
        var (locked, installed) = (new FileInfo(Path.Combine(folder, "package-lock.json")), new FileInfo(Path.Combine(folder, "node_modules", ".package-lock.json")));
        if (!installed.Exists || installed.LastWriteTimeUtc < locked.LastWriteTimeUtc)
        {
            using var npm = Start("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"], folder);
            npm.OutputDataReceived += (_, _) => { };
            npm.BeginOutputReadLine();
            var complaint = await npm.StandardError.ReadToEndAsync();
            await npm.WaitForExitAsync();
            Assert.True(npm.ExitCode == 0, complaint);
        }

        var process = Start("node", ["server.mjs"], folder);
        List<string> complaints = [];
        process.ErrorDataReceived += (_, line) =>
        {
            lock (complaints)
            {
                complaints.Add(line.Data ?? "");
            }
        };
        process.BeginErrorReadLine();
        // At its end the stream gives null.
        var ready = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null || line.Data.StartsWith("ready ", StringComparison.Ordinal))
            {
                ready.TrySetResult(line.Data);
            }
        };
        process.BeginOutputReadLine();
        return await ready.Task is { } said
            ? new(process, new Uri(said["ready ".Length..]), complaints)
            : throw new InvalidOperationException($"The OpenID provider did not start: {string.Join('\n', complaints)}");
    }

    /// <summary>What an operator enters at the provider.</summary>
    public async Task RegisterAsync(string id, string secret, Uri gateway, string provider)
    {
        var own = new Uri(gateway, $"/api/v1/auth/sso/{provider}/");
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Issuer, "/reg"))
        {
            Headers = { { "X-Client-Id", id }, { "X-Client-Secret", secret } },
            Content = JsonContent.Create(new
            {
                redirect_uris = new[] { new Uri(own, "callback") },
                response_types = Code,
                grant_types = AuthorizationCode,
                token_endpoint_auth_method = "client_secret_basic",
                backchannel_logout_uri = new Uri(own, "back-channel-logout"),
                backchannel_logout_session_required = true,
                post_logout_redirect_uris = new[] { new Uri(gateway, "/") },
            }),
        };
        using var answer = await client.SendAsync(request);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static Process Start(string name, string[] arguments, string folder) => Process.Start(new ProcessStartInfo(name, arguments)
    {
        WorkingDirectory = folder,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
