using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Accounts;
using PartyCloud.Gateway.Apps;
using PartyCloud.Gateway.Sessions;
using PartyCloud.Organizations.Replica;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Auditing;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Gateway.Storage;

/// <summary>
/// Accounts, posts, sessions and apps. They are needed before a scope exists, so this context works as the system role and every use case
/// asks <see cref="Authority"/> what the caller may touch; the audit log alone is read under the caller's scope.
/// </summary>
internal sealed class GatewayDb(DbContextOptions<GatewayDb> options, RequestContext context) : ServiceDb(options, context)
{
    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<Post> Posts => Set<Post>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<SessionToken> SessionTokens => Set<SessionToken>();

    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();

    public DbSet<App> Apps => Set<App>();

    public DbSet<AppScope> AppScopes => Set<AppScope>();

    public DbSet<AppCredential> AppCredentials => Set<AppCredential>();

    public DbSet<OrganizationReplica> Organizations => Set<OrganizationReplica>();

    /// <summary>Enters what a signed-in caller did.</summary>
    public void Record(Caller caller, string action, string objectType, Guid? objectId, string? fields = null, string? purpose = null) =>
        Record(caller.UserId, caller.UserName, caller.PostId, caller.Scope, action, objectType, objectId, fields, purpose);

    /// <summary>Enters what an account did, or what was tried in its name, where there is no post yet under which it acts.</summary>
    public void Record(Account? account, string action, Guid? sessionId, string? fields) =>
        Record(account?.Id ?? Guid.Empty, account?.UserName ?? "?", null, null, action, "session", sessionId, fields, null);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Account>(account =>
        {
            account.ToTable("accounts");
            account.Ignore(a => a.Email).Ignore(a => a.NormalizedEmail).Ignore(a => a.EmailConfirmed);
            account.Ignore(a => a.PhoneNumber).Ignore(a => a.PhoneNumberConfirmed);
            account.Property(a => a.ConcurrencyStamp).IsConcurrencyToken();
        });
        modelBuilder.Entity<IdentityUserToken<Guid>>(token =>
        {
            token.ToTable("account_tokens").HasKey(t => new { t.UserId, t.LoginProvider, t.Name });
            token.HasOne<Account>().WithMany().HasForeignKey(t => t.UserId);
        });
        modelBuilder.Entity<RecoveryCode>(code =>
        {
            code.ToTable("recovery_codes").HasKey(c => new { c.AccountId, c.Hash });
            code.HasOne<Account>().WithMany().HasForeignKey(c => c.AccountId);
        });
        modelBuilder.Entity<Post>(post => post.ToTable("posts").HasOne<Account>().WithMany().HasForeignKey(p => p.AccountId));
        modelBuilder.Entity<Session>(session => session.ToTable("sessions").HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId));
        modelBuilder.Entity<SessionToken>(token =>
        {
            token.ToTable("session_tokens").HasKey(t => t.Hash);
            token.HasOne<Session>().WithMany().HasForeignKey(t => t.SessionId);
        });
        modelBuilder.Entity<App>(app => app.ToTable("apps"));
        modelBuilder.Entity<AppScope>(scope => scope.ToTable("app_scopes").HasOne<App>().WithMany().HasForeignKey(s => s.AppId));
        modelBuilder.Entity<AppCredential>(credential => credential.ToTable("app_credentials").HasOne<App>().WithMany().HasForeignKey(c => c.AppId));
        modelBuilder.ApplyConfiguration(new OrganizationReplicaMapping());
        base.OnModelCreating(modelBuilder);
    }

    private void Record(
        Guid actorId, string actorName, Guid? postId, LevelScope? scope, string action, string objectType, Guid? objectId, string? fields, string? purpose) =>
        AuditLog.Add(new AuditEntry
        {
            Id = Guid.CreateVersion7(),
            At = Context.Clock.GetUtcNow(),
            ActorId = actorId,
            ActorName = actorName,
            PostId = postId,
            // What belongs to no place in the tree is for those who audit the whole installation.
            LevelCode = (scope ?? LevelScope.Everything).First,
            Action = action,
            ObjectType = objectType,
            ObjectId = objectId,
            Fields = fields,
            Purpose = purpose,
            TraceId = System.Diagnostics.Activity.Current?.TraceId.ToString(),
        });
}
