// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Opens connections that fail where and when a test wants it, as SQLite does when the disk fails. Thread-safe. */
final class FaultyDriver implements Database.Driver {

    /** Where something fails. */
    enum Point {
        CONNECT,
        /** Rows are not written; the transaction is still open. */
        BATCH,
        /** A commit fails and has not been made. */
        BEFORE_COMMIT,
        /** A commit fails although it has been made. */
        AFTER_COMMIT,
        READ
    }

    private record Fault(Point point, Throwable failure, AtomicInteger passes, AtomicInteger left) {}

    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final List<Connection> opened = new CopyOnWriteArrayList<>();
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger commits = new AtomicInteger();
    private volatile @Nullable Hold hold;

    /** Threads that wait before they read. */
    private record Hold(String threads, CountDownLatch end) {}

    /** Fails the next so many times with a code of SQLite's. */
    void fail(Point point, SQLiteErrorCode code, int times) {
        fail(point, new SQLiteException("[" + code.name() + "] made by the test", code), times);
    }

    /** The same with anything else that is thrown. */
    void fail(Point point, Throwable failure, int times) {
        fail(point, failure, 0, times);
    }

    /** The same after some passes that work. */
    void fail(Point point, Throwable failure, int passes, int times) {
        faults.add(new Fault(point, failure, new AtomicInteger(passes), new AtomicInteger(times)));
    }

    /** Has the threads whose names begin so wait before they read, until {@link #heal}. */
    void hold(String threads) {
        hold = new Hold(threads, new CountDownLatch(1));
    }

    private void awaitRelease() throws InterruptedException {
        Hold now = hold;
        if (now != null && Thread.currentThread().getName().startsWith(now.threads)) {
            now.end.await();
        }
    }

    /** Everything works from now on. */
    void heal() {
        faults.clear();
        Hold now = hold;
        hold = null;
        if (now != null) {
            now.end.countDown();
        }
    }

    /** How often something has been committed. */
    int commits() {
        return commits.get();
    }

    /** How often something has failed. */
    int failures() {
        return made.get();
    }

    /** Sets something in every connection that is open, such as how many pages the file may have. */
    void pragma(String pragma) throws SQLException {
        for (Connection connection : opened) {
            if (!connection.isClosed()) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("PRAGMA " + pragma);
                }
            }
        }
    }

    /** How many connections are open. */
    long open() throws SQLException {
        long open = 0;
        for (Connection connection : opened) {
            open += connection.isClosed() ? 0 : 1;
        }
        return open;
    }

    @Override
    public Connection connect(Path file) throws SQLException {
        strike(Point.CONNECT);
        Connection connection = Database.connect(file);
        opened.add(connection);
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> onConnection(connection, method, arguments));
    }

    private Object onConnection(Connection connection, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("commit")) {
            strike(Point.BEFORE_COMMIT);
            connection.commit();
            commits.incrementAndGet();
            strike(Point.AFTER_COMMIT);
            return null;
        }
        Object result = call(connection, method, arguments);
        return result instanceof PreparedStatement statement
                ? Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {PreparedStatement.class},
                        (proxy, called, values) -> onStatement(statement, called, values))
                : result;
    }

    private Object onStatement(PreparedStatement statement, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("executeBatch")) {
            strike(Point.BATCH);
        } else if (method.getName().equals("executeQuery")) {
            strike(Point.READ);
            awaitRelease();
        }
        return call(statement, method, arguments);
    }

    private void strike(Point point) throws SQLException {
        for (Fault fault : faults) {
            if (fault.point == point && fault.passes.getAndDecrement() <= 0 && fault.left.getAndDecrement() > 0) {
                made.incrementAndGet();
                if (fault.failure instanceof SQLException failure) {
                    throw failure;
                } else if (fault.failure instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) fault.failure;
            }
        }
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
