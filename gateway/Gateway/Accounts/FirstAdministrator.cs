using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using PartyCloud.Gateway.Sessions;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Gateway.Accounts;

/// <summary>
/// Makes the account <c>admin</c> at the first start, from the password that the operator gives; later starts leave it as it is. Where none
/// is given, the set-up page asks for one, and for the code that is said here. Its two posts are for setting the installation up: the
/// business of the whole tree, and the accounts of those who will run it. Until it has been seen to, the gateway is not healthy: whoever
/// waits for that signs in next.
/// </summary>
internal sealed class FirstAdministrator(
    SystemDb<GatewayDb> databases, IPasswordHasher<Account> hasher, SetUpCode code, IConfiguration configuration, TimeProvider clock, ILogger<FirstAdministrator> log)
    : RepeatedWork(TimeSpan.FromSeconds(1), "The first administrator could not be looked for", log), IHealthCheck
{
    public const string UserName = "admin";
    public const string Setting = "PARTYCLOUD_ADMIN_PASSWORD";

    private volatile bool _seenTo;
    private volatile bool _isThere;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_seenTo ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The first administrator has not been seen to"));

    protected override bool IsDone => _seenTo;

    protected override async Task TurnAsync(CancellationToken cancel)
    {
        await EnsureAsync(cancel);
        _seenTo = true;
    }

    /// <summary>Whether there is an account. Accounts are closed and never removed, so once there is one there always is.</summary>
    public async Task<bool> IsThereAsync(CancellationToken cancel)
    {
        if (!_isThere)
        {
            await using var db = databases.Create();
            _isThere = await db.Accounts.AnyAsync(cancel);
        }

        return _isThere;
    }

    /// <returns>False where another was first.</returns>
    public async Task<bool> MakeAsync(string password, string how, CancellationToken cancel)
    {
        await using var db = databases.Create();
        var now = clock.GetUtcNow();
        var admin = Account.Create(UserName, "Administrator", null, mustChangePassword: false, createdBy: null, now);
        admin.NormalizedUserName = Credentials.Normalize(UserName);
        hasher.SetPassword(admin, password, byAnother: false);
        db.Accounts.Add(admin);
        db.Posts.Add(Post.Grant(admin.Id, Roles.Find("cityAdmin")!, null, 1, null, now));
        db.Posts.Add(Post.Grant(admin.Id, Roles.Find("securityAdmin")!, null, 2, null, now));
        db.Record(db.Context.Caller!, "account.created", "account", admin.Id, UserName, how);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return false;
        }

        log.LogInformation("The first administrator {UserName} was made", UserName);
        return true;
    }

    private async Task EnsureAsync(CancellationToken cancel)
    {
        if (await IsThereAsync(cancel))
        {
            return;
        }

        if (configuration[Setting] is not { Length: > 0 } password)
        {
            // To the process's own output and past the log, which may be sent to a collector that many read.
            await System.Console.Out.WriteLineAsync($"There is no account yet. Open /setup and make the first administrator with this code: {code.Text}");
            return;
        }

        if (PasswordRules.Broken(password, UserName) is { } rule)
        {
            log.LogWarning("The password in {Setting} does not keep to the rule {Rule} that all others must keep to", Setting, rule);
        }

        await MakeAsync(password, "first start", cancel);
    }
}
